package scaffold

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"rapport/generator/testprogram"
)

// What Netlify is told to do is done with what it gives to plugins: at a deploy of the site, and not at previews.
func TestNetlifyComparesWhatItPublished(t *testing.T) {
	node := testprogram.Find(t, "node", "")
	const play = `
const plugin = require("./start/netlify/index.js");
const utils = { cache: { restore: (p) => console.log("restore", p.join()), save: (p) => console.log("save", p.join()) }, run: async (...all) => console.log(all.flat().join(" ")) };
(async () => { for (const event of ["onPreBuild", "onPostBuild", "onSuccess"]) await plugin[event]({ utils }); })();`
	for context, want := range map[string]string{
		"production":     "restore .rapport,public\nsave .rapport,public\nsh ci/rapport verify https://portals.example --wait 5m\n",
		"deploy-preview": "restore .rapport,public\nsave .rapport,public\n",
	} {
		command := exec.CommandContext(t.Context(), node, "-e", play)
		command.Env = append(os.Environ(), "CONTEXT="+context, "URL=https://portals.example")
		out, err := command.CombinedOutput()
		if got := strings.ReplaceAll(string(out), "\r\n", "\n"); err != nil || got != want {
			t.Errorf("in %s Netlify does (%v):\n%s", context, err, got)
		}
	}
}
