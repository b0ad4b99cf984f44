// Writes what the built-in theme has from npm packages: the script of search with its licence on top, and
// the fonts, cut down to the letters that the languages of the theme's texts are written in, and to the weights
// that its styles use. package-lock.json has the versions and the checksums of all that it takes.
//
//   cp REPOSITORY/themes/vendor/package*.json "$(mktemp -d)" and there: npm ci --ignore-scripts
//   node REPOSITORY/themes/vendor/take.mjs [FOLDER, for that of the repository's themes]
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(join(process.cwd(), "x.js")); // what is installed where it is run
const subset = require("subset-font");
const themes = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), "..");
const assets = join(themes, "default/assets");
mkdirSync(assets, { recursive: true });
mkdirSync(join(themes, "vendor"), { recursive: true });

const search = join(process.cwd(), "node_modules/minisearch");
const { version } = JSON.parse(readFileSync(join(search, "package.json"), "utf8"));
const licence = readFileSync(join(search, "LICENSE.txt"), "utf8").trim();
const script = readFileSync(join(search, "dist/umd/index.js"), "utf8").replace(/^.*sourceMappingURL.*\n?/gm, "");
writeFileSync(join(assets, "minisearch.js"), `/*!\nMiniSearch ${version}, https://github.com/lucaong/minisearch\n\n${licence}\n*/\n${script}`);

const range = (from, to) => String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));
// The same letters stand in unicode-range in fonts.css.
const latin = range(0x20, 0x7e) + range(0xa0, 0xff) + "ıŒœŠšŸŽžˆ˜" + range(0x2010, 0x2026) + "‹›€™←↑→↓−≈≤≥";
const more = range(0x100, 0x17f) + "ȘșȚț"; // of Central Europe

for (const [family, cut, axes] of [
  ["source-serif-4", "opsz", { wght: 400 }],
  ["inter", "wght", { wght: { min: 400, max: 700 } }],
]) {
  copyFileSync(join(process.cwd(), `node_modules/@fontsource-variable/${family}/LICENSE`), join(themes, `vendor/${family}-LICENSE.txt`));
  for (const [letters, part, name] of [[latin, "latin", family], [more, "latin-ext", family + "-more"]]) {
    const whole = readFileSync(require.resolve(`@fontsource-variable/${family}/files/${family}-${part}-${cut}-normal.woff2`));
    const font = await subset(whole, letters, { targetFormat: "woff2", variationAxes: axes });
    writeFileSync(join(assets, name + ".woff2"), font);
  }
}
