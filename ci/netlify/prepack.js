// Lays beside package.json what the package shares with the workspaces of rapport init: the plugin, and the script that
// fetches a release, with the version of this package in it. RAPPORT_RELEASES says whose releases these are.
const { readFileSync, writeFileSync, copyFileSync } = require("node:fs");
const { version } = require("./package.json");
const start = "../../generator/scaffold/start/";
const releases = process.env.RAPPORT_RELEASES;
if (!/^https?:\/\/[^\s']+$/.test(releases || "")) throw new Error("set RAPPORT_RELEASES to the page of the releases: https://HOST/OWNER/NAME/releases");

copyFileSync(start + "netlify/index.js", "index.js");
const script = readFileSync(start + "ci/rapport", "utf8").replace("<% .Version %>", version).replace("<% .Releases %>", releases);
writeFileSync("rapport", script, { mode: 0o755 });
