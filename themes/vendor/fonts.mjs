// Writes the fonts of the built-in theme: cut down to the letters that the languages of its
// texts are written in, and to the weights that its styles use.
//
//   cd "$(mktemp -d)" && npm install subset-font @fontsource-variable/source-serif-4 @fontsource-variable/inter
//   node REPOSITORY/themes/vendor/fonts.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(join(process.cwd(), "x.js")); // what is installed where it is run
const subset = require("subset-font");
const assets = join(dirname(fileURLToPath(import.meta.url)), "../default/assets");

const range = (from, to) => String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));
// The same letters stand in unicode-range in fonts.css.
const latin = range(0x20, 0x7e) + range(0xa0, 0xff) + "ıŒœŠšŸŽžˆ˜" + range(0x2010, 0x2026) + "‹›€™←↑→↓−≈≤≥";
const more = range(0x100, 0x17f) + "ȘșȚț"; // of Central Europe

for (const [family, cut, axes] of [
  ["source-serif-4", "opsz", { wght: 400 }],
  ["inter", "wght", { wght: { min: 400, max: 700 } }],
]) {
  for (const [letters, part, name] of [[latin, "latin", family], [more, "latin-ext", family + "-more"]]) {
    const whole = readFileSync(require.resolve(`@fontsource-variable/${family}/files/${family}-${part}-${cut}-normal.woff2`));
    const font = await subset(whole, letters, { targetFormat: "woff2", variationAxes: axes });
    writeFileSync(join(assets, name + ".woff2"), font);
    console.log(name, whole.length, font.length);
  }
}
