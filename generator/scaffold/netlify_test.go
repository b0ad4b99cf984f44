package scaffold

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rapport/generator/effort"
	"rapport/generator/testprogram"
)

// play has a plugin do all that Netlify has it do in a build, and prints that.
const play = `
const plugin = require(process.argv[1]);
const utils = { cache: { restore: (p) => console.log("restore", p.join()), save: (p) => console.log("save", p.join()) },
  run: async (file, args, { env }) => console.log(file, ...args, env.RAPPORT_VERSION || "", env.RAPPORT_RELEASES || "") };
const given = { utils, inputs: JSON.parse(process.argv[2]), netlifyConfig: { build: { command: process.argv[3] } } };
(async () => { for (const event of ["onPreBuild", "onBuild", "onPostBuild", "onSuccess"]) await plugin[event](given); })();`

func played(t *testing.T, dir, plugin, context, inputs, command string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), testprogram.Find(t, "node", ""), "-e", play, plugin, inputs, command)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CONTEXT="+context, "URL=https://portals.example")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	return strings.ReplaceAll(string(out), "\r\n", "\n")
}

// What Netlify is told to do is done with what it gives to plugins: at a deploy of the site, and not at previews.
func TestNetlifyComparesWhatItPublished(t *testing.T) {
	start, err := filepath.Abs("start")
	if err != nil {
		t.Fatal(err)
	}
	plugin := filepath.Join(start, "netlify", "index.js")
	for context, want := range map[string]string{
		"production":     "restore .rapport,public\nsave .rapport,public\nsh ci/rapport verify https://portals.example --wait 5m  \n",
		"deploy-preview": "restore .rapport,public\nsave .rapport,public\n",
	} {
		if got := played(t, start, plugin, context, "{}", "sh ci/rapport build"); got != want {
			t.Errorf("in %s Netlify does\n%s", context, got)
		}
	}
}

// The package for Netlify is the same plugin with the script beside it: it builds where nothing else does, with
// the workspace's own script where there is one, and fetches the release of its own version.
func TestThePackageForNetlifyBuilds(t *testing.T) {
	if !effort.Slow {
		t.Skip("npm packs it, with the build tag slow")
	}
	npm := testprogram.Find(t, "npm", "")
	dir := t.TempDir()
	packages := filepath.Join(dir, "from", "ci", "netlify")
	for _, copied := range [][2]string{{"../../ci/netlify", packages}, {"start", filepath.Join(dir, "from", "generator", "scaffold", "start")}} {
		if err := os.CopyFS(copied[1], os.DirFS(copied[0])); err != nil {
			t.Fatal(err)
		}
	}
	pack := func(env string) (string, error) {
		cmd := exec.CommandContext(t.Context(), npm, "pack", "--offline", "--silent")
		cmd.Dir, cmd.Env = packages, append(os.Environ(), env, "npm_config_cache="+filepath.Join(dir, "npm"))
		out, err := cmd.CombinedOutput()
		return strings.TrimSpace(string(out)), err
	}
	if out, err := pack("RAPPORT_RELEASES="); err == nil || !strings.Contains(out, "set RAPPORT_RELEASES") {
		t.Errorf("it is packed without an address (%v):\n%s", err, out)
	}
	manifest := filepath.Join(packages, "package.json")
	text, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	put(t, manifest, strings.Replace(string(text), "0.0.0", "1.2.0", 1))
	p := publish(t)
	archive, err := pack("RAPPORT_RELEASES=" + p.URL + "/releases")
	if err != nil {
		t.Fatalf("%v\n%s", err, archive)
	}
	archive = archive[strings.LastIndexByte(archive, '\n')+1:]
	if out, err := exec.CommandContext(t.Context(), "tar", "-xzf", filepath.Join(packages, archive), "-C", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	plugin := filepath.Join(dir, "package")
	all, err := os.ReadDir(plugin)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range all {
		names = append(names, e.Name())
	}
	if got := strings.Join(names, " "); got != "index.js manifest.yml package.json rapport" {
		t.Errorf("the package holds %s", got)
	}

	site := t.TempDir()
	script := filepath.Join(plugin, "rapport")
	want := "restore .rapport,public\nsh " + script + " build --pdf --jobs 2 1.3.0 \nsave .rapport,public\nsh " + script + " verify https://portals.example --wait 5m 1.3.0 \n"
	if got := played(t, site, plugin, "production", `{"version": "1.3.0", "args": " --pdf  --jobs 2"}`, ""); got != want {
		t.Errorf("Netlify does\n%s", got)
	}
	put(t, filepath.Join(site, "ci", "rapport"), "")
	want = "restore .rapport,public\nsh ci/rapport build  \nsave .rapport,public\n"
	if got := played(t, site, plugin, "branch-deploy", `{"args": ""}`, ""); got != want {
		t.Errorf("with a script of its own Netlify does\n%s", got)
	}
	r := newRunner(t, "", "", shells(t)["sh"]...)
	r.script = script
	if out, status := r.run(); out != released || status != 7 {
		t.Errorf("it runs (status %d)\n%s", status, out)
	}
}
