// What Netlify does before and after the build: it keeps what Rapport remembers (the keys of sealed portals, and what did not
// change), and compares what stands at the site with what was built. Where something differs, the log of the
// deploy has it, and the deploy is marked. Where netlify.toml has no command, it builds as well.
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const kept = [".rapport", "public"];

// rapport runs the workspace's own ci/rapport, or else the one beside this file.
const rapport = (utils, inputs, ...args) => {
  const own = existsSync("ci/rapport");
  const env = { ...process.env };
  if (inputs.version) env.RAPPORT_VERSION = inputs.version;
  if (inputs.releases) env.RAPPORT_RELEASES = inputs.releases;
  return utils.run("sh", [own ? "ci/rapport" : join(__dirname, "rapport"), ...args], { env });
};
const words = (text) => (text || "").split(/\s+/).filter(Boolean);

module.exports = {
  onPreBuild: ({ utils }) => utils.cache.restore(kept),
  onBuild: async ({ utils, inputs = {}, netlifyConfig }) => {
    if (netlifyConfig.build.command) return;
    await rapport(utils, inputs, "build", ...words(inputs.args));
  },
  onPostBuild: ({ utils }) => utils.cache.save(kept),
  onSuccess: async ({ utils, inputs = {} }) => {
    if (process.env.CONTEXT !== "production") return; // previews have a script of Netlify's in each page
    await rapport(utils, inputs, "verify", process.env.URL, "--wait", "5m");
  },
};
