// What Netlify does before and after the build: it keeps what Rapport remembers (the keys of sealed portals, and what did not
// change), and compares what stands at the site with what was built. Where something differs, the log of the
// deploy has it, and the deploy is marked.
const kept = [".rapport", "public"];

module.exports = {
  onPreBuild: ({ utils }) => utils.cache.restore(kept),
  onPostBuild: ({ utils }) => utils.cache.save(kept),
  onSuccess: async ({ utils }) => {
    if (process.env.CONTEXT !== "production") return; // previews have a script of Netlify's in each page
    await utils.run("sh", ["ci/rapport", "verify", process.env.URL, "--wait", "5m"]);
  },
};
