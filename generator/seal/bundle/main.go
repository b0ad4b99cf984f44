// Command bundle makes out of the npm package age-encryption what browsers run: web/age.js, which seals and opens
// files of age, and web/passkey.js, which does it with a passkey and is loaded only where there is one. package-lock.json has
// its version and those of what it needs, with their checksums. Install these somewhere outside of this folder first, and name that place:
//
//	cd "$(mktemp -d)" && cp REPOSITORY/generator/seal/bundle/package*.json . && npm ci --ignore-scripts
//	NODE_MODULES=$PWD/node_modules go generate -C REPOSITORY ./generator/seal
//
// A new version is taken in by npm install age-encryption@VERSION in the place of npm ci; copy package.json and package-lock.json
// back, and run go test -tags slow ./cmd/rapport/sbom -update. The browser tests say whether it
// still opens what Go seals. The post-quantum and P-256 recipients, half of the
// package, are left out: no portal uses them.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	if err := run(os.Getenv("NODE_MODULES"), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1)
	}
}

// packages are what is bundled.
var packages = []string{"age-encryption", "@noble/ciphers", "@noble/curves", "@noble/hashes", "@scure/base"}

// bundles are what the browser gets: the decrypter for pages with what seals answers, and passkeys.
var bundles = []struct{ file, name, entry string }{
	{"age.js", "age", `export { Decrypter, Encrypter, armor } from "age-encryption";`},
	{"passkey.js", "passkey", `import { webauthn } from "age-encryption"; export const { createCredential, WebAuthnIdentity, WebAuthnRecipient } = webauthn;`},
}

func run(modules, out string) error {
	if modules == "" {
		return errors.New("NODE_MODULES names no folder; see the comment in bundle/main.go")
	}
	modules, err := filepath.Abs(modules)
	if err != nil {
		return err
	}
	banner := "/*! Bundled by go generate ./generator/seal; do not edit. Licences: age-licence.txt.\n"
	var licences strings.Builder
	for _, name := range packages {
		text, err := os.ReadFile(filepath.Join(modules, name, "package.json"))
		if err != nil {
			return err
		}
		var about struct{ Version, License string }
		if err := json.Unmarshal(text, &about); err != nil {
			return err
		}
		banner += fmt.Sprintf(" * %s %s (%s)\n", name, about.Version, about.License)
		licence, err := os.ReadFile(filepath.Join(modules, name, "LICENSE"))
		if err != nil {
			return err
		}
		fmt.Fprintf(&licences, "%s %s\n\n%s\n\n", name, about.Version, strings.TrimSpace(string(licence)))
	}
	if err := os.WriteFile(filepath.Join(out, "age-licence.txt"), []byte(strings.TrimSpace(licences.String())+"\n"), 0o644); err != nil {
		return err
	}
	for _, b := range bundles {
		result := api.Build(api.BuildOptions{
			Stdin:  &api.StdinOptions{Contents: b.entry, ResolveDir: filepath.Dir(modules)},
			Bundle: true, Format: api.FormatIIFE, GlobalName: b.name, Platform: api.PlatformBrowser, Target: api.ES2022,
			MinifyWhitespace: true, MinifySyntax: true, MinifyIdentifiers: true, LegalComments: api.LegalCommentsNone,
			Banner:  map[string]string{"js": banner + " */"},
			Plugins: []api.Plugin{{Name: "without", Setup: without}},
		})
		if len(result.Errors) > 0 {
			return errors.New(result.Errors[0].Text)
		}
		if err := os.WriteFile(filepath.Join(out, b.file), result.OutputFiles[0].Contents, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// without leaves out the recipients that no portal uses.
func without(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: `^@noble/(post-quantum/hybrid|curves/nist)\.js$`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		return api.OnResolveResult{Path: args.Path, Namespace: "without"}, nil
	})
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "without"}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
		text := `export const p256 = {}, MLKEM768P256 = {}, MLKEM768X25519 = {};`
		return api.OnLoadResult{Contents: &text}, nil
	})
}
