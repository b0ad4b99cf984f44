package generator_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rapport/generator"
	"rapport/generator/check"
	"rapport/generator/diag"
	"rapport/generator/effort"
	"rapport/generator/output"
	"rapport/generator/press"
	"rapport/generator/sample"
)

// buildShards builds a workspace as so many machines, in some order, and returns their folders. Clients may
// have errors.
func buildShards(t testing.TB, o generator.BuildOptions, n int) (dirs []string) {
	t.Helper()
	at := t.TempDir()
	for _, i := range rand.New(rand.NewPCG(uint64(n), 1)).Perm(n) {
		o.Shard, o.Program = press.Shard{Index: i + 1, Of: n}, "test"
		o.Out = filepath.Join(at, fmt.Sprint(i+1))
		if _, err := generator.Build(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, o.Out)
	}
	return dirs
}

func merging(o generator.BuildOptions, out string, dirs []string) generator.MergeOptions {
	return generator.MergeOptions{Dir: o.Dir, Program: "test", Fragments: dirs, Out: out}
}

func TestAMergeIsWhatOneBuildMakes(t *testing.T) {
	seeds, numbers := []uint64{1}, []int{1, 3}
	if effort.Slow {
		seeds, numbers = []uint64{1, 2, 3}, []int{1, 2, 3, 5, 16}
	}
	for _, seed := range seeds {
		dir := filepath.Join(t.TempDir(), "w")
		if err := sample.Write(dir, sample.Spec{Clients: 6, Reports: 1, Entries: 3, Seed: seed}); err != nil {
			t.Fatal(err)
		}
		o := options(t, dir, sample.AsOf)
		o.BaseURL = "https://portals.example/clients/"
		one := t.TempDir()
		whole := build(t, o, one)
		want := read(t, one)
		for _, n := range numbers {
			out := t.TempDir()
			result, err := generator.Merge(t.Context(), merging(o, out, buildShards(t, o, n)))
			if err != nil {
				t.Fatal(err)
			}
			compare(t, want, read(t, out))
			if result.Portals != whole.Portals || result.Pages != whole.Pages || result.Stats != whole.Stats || !result.TrueUntil.Equal(whole.TrueUntil) || len(result.Problems) > 0 {
				t.Errorf("%d shards come to %+v, one build to %+v", n, result, whole)
			}
		}
	}
}

// What stood in the output before is treated as one build treats it: clients that fail, move, go, come or hide.
func TestAMergeMendsAnOutputAsOneBuildDoes(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../content")); err != nil {
		t.Fatal(err)
	}
	clients := filepath.Join(dir, "content/clients")
	for i := range 6 {
		copyClient(t, clients, "hollenbeck", fmt.Sprintf("copy-%d", i))
	}
	sealClient(t, dir, "finch-marlowe")
	o := options(t, dir, exampleDay)
	one, merged := t.TempDir(), t.TempDir()
	build(t, o, one)
	if err := os.CopyFS(merged, os.DirFS(one)); err != nil {
		t.Fatal(err)
	}
	compare(t, read(t, one), read(t, merged))

	edit := func(client, old, new string) {
		t.Helper()
		name := filepath.Join(clients, client, "client.md")
		text, err := os.ReadFile(name)
		if err != nil || strings.Count(string(text), old) != 1 {
			t.Fatalf("%q stands %d times in %s, %v", old, strings.Count(string(text), old), name, err)
		}
		if err := os.WriteFile(name, []byte(strings.Replace(string(text), old, new, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	edit("copy-0", "access: open", "acess: open")                             // fails
	edit("copy-1", "access: open", "access: open\naddress: elsewhere")        // moves
	edit("copy-2", "access: open", "access: open\ndraft: true")               // hides
	edit("copy-3", "access: open", "access: open\naliases: [once-here-8f2k]") // has a second address
	if err := os.RemoveAll(filepath.Join(clients, "copy-4")); err != nil {    // goes
		t.Fatal(err)
	}
	copyClient(t, clients, "hollenbeck", "comes")
	whole, err := generator.Build(t.Context(), withOut(o, one))
	if err != nil {
		t.Fatal(err)
	}
	dirs := buildShards(t, o, 3)
	m := merging(o, merged, dirs)
	m.Changes = filepath.Join(t.TempDir(), "changes")
	result, err := generator.Merge(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	want := read(t, one)
	compare(t, want, read(t, merged))
	for _, name := range []string{"copy-0/index.html", "elsewhere/index.html", "once-here-8f2k/index.html", "comes/index.html", "finch-marlowe-9t3w6c/_seal/portal.age"} {
		if want[name] == "" {
			t.Errorf("there is no %s", name)
		}
	}
	if !slices.Equal(result.Failed, whole.Failed) || len(result.Failed) != 1 || result.Stats != whole.Stats {
		t.Errorf("merged %+v, built %+v", result, whole)
	}
	text, err := os.ReadFile(m.Changes)
	if err != nil || !strings.Contains(string(text), "comes/index.html\n") || strings.Contains(string(text), "dijkzicht") {
		t.Errorf("changed was:\n%s%v", text, err)
	}
	again, err := generator.Merge(t.Context(), merging(o, merged, dirs))
	if err != nil || again.Stats.Written+again.Stats.Removed > 0 {
		t.Errorf("once more changes %+v, %v", again.Stats, err)
	}

	// Moved, to where half of the portals are.
	for _, name := range []string{"comes", "finch-marlowe-9t3w6c", "hollenbeck"} {
		os.RemoveAll(filepath.Join(merged, name))
	}
	m = merging(o, merged, dirs)
	m.Move, m.Changes = true, filepath.Join(t.TempDir(), "changes")
	moved, err := generator.Merge(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, want, read(t, merged))
	if moved.Stats.Files != whole.Stats.Files || moved.Stats.Bytes != whole.Stats.Bytes || moved.Stats.Written == 0 || moved.Stats.Written == moved.Stats.Files {
		t.Errorf("moving comes to %+v", moved.Stats)
	}
	if text, err = os.ReadFile(m.Changes); strings.Count(string(text), "\n") != moved.Stats.Written || err != nil {
		t.Errorf("changed was:\n%s%v", text, err)
	}
	if _, err := generator.Merge(t.Context(), merging(o, merged, dirs)); err == nil || !strings.Contains(err.Error(), "bring it here whole") {
		t.Errorf("what was moved away is merged again: %v", err)
	}
}

func withOut(o generator.BuildOptions, out string) generator.BuildOptions {
	o.Out = out
	return o
}

// copyClient makes a client of another, at an address of its own.
func copyClient(t testing.TB, clients, from, to string) {
	t.Helper()
	if err := os.CopyFS(filepath.Join(clients, to), os.DirFS(filepath.Join(clients, from))); err != nil {
		t.Fatal(err)
	}
}

// Two clients with one address are found by the shards of both.
func TestAClashIsFoundInEveryShard(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "w")
	if err := sample.Write(dir, sample.Spec{Clients: 8, Reports: 1, Entries: 1}); err != nil {
		t.Fatal(err)
	}
	var apart []string // two clients that fall to different shards
	for _, index := range []int{1, 2} {
		for i := range 8 {
			if id := (sample.Spec{}).Client(i).ID; (press.Shard{Index: index, Of: 2}).Has(id) {
				apart = append(apart, id)
				break
			}
		}
	}
	for _, id := range apart {
		name := filepath.Join(dir, "content/clients", id, "client.md")
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		first, rest, _ := strings.Cut(string(text), "\n")
		field := map[string]string{"---": "address: one-and-the-same", "+++": `address = "one-and-the-same"`, "{": `"address": "one-and-the-same",`}[first]
		if field == "" {
			t.Fatalf("%s begins with %q", name, first)
		}
		var lines []string
		for line := range strings.Lines(rest) {
			if !strings.HasPrefix(strings.TrimLeft(line, ` "`), "address") {
				lines = append(lines, line)
			}
		}
		if err := os.WriteFile(name, []byte(first+"\n"+field+"\n"+strings.Join(lines, "")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	o := options(t, dir, sample.AsOf)
	for i, id := range apart {
		o.Shard, o.Out = press.Shard{Index: i + 1, Of: 2}, t.TempDir()
		result, err := generator.Build(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(result.Failed, []string{id}) || !slices.ContainsFunc(result.Problems, func(p diag.Problem) bool { return strings.Contains(p.Message, "is also that of client") }) {
			t.Errorf("shard %s: failed %v, %v", o.Shard, result.Failed, result.Problems)
		}
	}
}

func TestAMergeRefusesWhatDoesNotBelongTogether(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "w")
	if err := sample.Write(dir, sample.Spec{Clients: 9, Reports: 1, Entries: 1}); err != nil {
		t.Fatal(err)
	}
	o := options(t, dir, sample.AsOf)
	o.Program = "test"
	sound := buildShards(t, o, 3)
	slices.Sort(sound)
	// shard builds the second of three anew, in another way.
	shard := func(change func(*generator.BuildOptions)) func(*testing.T, []string) []string {
		return func(t *testing.T, dirs []string) []string {
			o := o
			o.Shard, o.Out = press.Shard{Index: 2, Of: 3}, t.TempDir()
			change(&o)
			if _, err := generator.Build(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			return []string{dirs[0], o.Out, dirs[2]}
		}
	}
	// with has the second be built while a file is another.
	with := func(file, text string) func(*testing.T, []string) []string {
		return func(t *testing.T, dirs []string) []string {
			name := filepath.Join(dir, file)
			before, errBefore := os.ReadFile(name)
			write(t, name, text+string(before))
			defer func() {
				if errBefore != nil {
					os.Remove(name)
					os.RemoveAll(filepath.Join(dir, "themes"))
					return
				}
				write(t, name, string(before))
			}()
			return shard(func(*generator.BuildOptions) {})(t, dirs)
		}
	}
	// spoil changes a copy of the second.
	spoil := func(change func(t *testing.T, dir string)) func(*testing.T, []string) []string {
		return func(t *testing.T, dirs []string) []string {
			spoiled := t.TempDir()
			if err := os.CopyFS(spoiled, os.DirFS(dirs[1])); err != nil {
				t.Fatal(err)
			}
			change(t, spoiled)
			return []string{dirs[0], spoiled, dirs[2]}
		}
	}
	first := func(t *testing.T, dir string) string { // page of the first portal
		pages, err := filepath.Glob(filepath.Join(dir, "*/index.html"))
		if err != nil || len(pages) == 0 {
			t.Fatal(pages, err)
		}
		return pages[0]
	}
	for _, test := range []struct {
		name   string
		change func(*testing.T, []string) []string
		says   string
	}{
		{"none", func(*testing.T, []string) []string { return nil }, "merge takes the output folders of all shards"},
		{"no folder", func(_ *testing.T, dirs []string) []string { return append(dirs[:2:2], filepath.Join(dir, "none")) }, "there is no folder"},
		{"one missing", func(_ *testing.T, dirs []string) []string { return dirs[1:2] }, "of 3 shards these are missing: 1, 3; build them"},
		{"one twice", func(_ *testing.T, dirs []string) []string { return append(dirs, dirs[1]) }, "shard 2/3 is there twice"},
		{"another number", shard(func(o *generator.BuildOptions) { o.Shard = press.Shard{Index: 2, Of: 4} }), "are not of as many shards"},
		{"another time", shard(func(o *generator.BuildOptions) {
			o.AsOf, _ = press.ParseAsOf("2026-10-16 12:01")
		}), "as-of has to be fixed before the first shard begins"},
		{"another version", shard(func(o *generator.BuildOptions) { o.Program = "other" }), "one was built by rapport test, the other by other"},
		{"another address", shard(func(o *generator.BuildOptions) { o.BaseURL = "https://other.example" }), "they have different addresses (--base-url)"},
		{"drafts", shard(func(o *generator.BuildOptions) { o.Drafts = true }), "drafts"},
		{"another provider", with("content/services/new.md", "---\nname: New\n---\n"), "the provider's files differ"},
		{"another theme", with("themes/default/parts/card.css", "/* other */"), "the files of the theme default differ"},
		{"a whole build", spoil(func(t *testing.T, dir string) { build(t, o, dir) }), "is no output of a shard that was built to its end"},
		{"a build that was killed", spoil(func(t *testing.T, dir string) {
			f, err := output.Open(t.Context(), dir, output.Options{})
			if err != nil {
				t.Fatal(err)
			}
			f.Close()
		}), "is no output of a shard that was built to its end"},
		{"a note that is cut off", spoil(func(t *testing.T, dir string) { write(t, filepath.Join(dir, output.FragmentNote), `{"form":1,"sha`) }), "was written by another version of rapport"},
		{"a note of the future", spoil(func(t *testing.T, dir string) { write(t, filepath.Join(dir, output.FragmentNote), `{"form":99}`) }), "was written by another version of rapport"},
		{"a page that was lost", spoil(func(t *testing.T, dir string) { os.Remove(first(t, dir)) }), "bring it here whole"},
		{"a page that is cut off", spoil(func(t *testing.T, dir string) { os.Truncate(first(t, dir), 100) }), "bring it here whole"},
		{"a portal that was lost", spoil(func(t *testing.T, dir string) { os.RemoveAll(filepath.Dir(first(t, dir))) }), "has 0 files of 0 bytes"},
		{"a link", spoil(func(t *testing.T, dir string) {
			if err := os.Symlink("/etc/passwd", filepath.Join(filepath.Dir(first(t, dir)), "link")); err != nil {
				t.Skip(err)
			}
		}), "is neither a file nor a folder"},
		{"a client that is new in the workspace", func(t *testing.T, dirs []string) []string {
			copyClient(t, filepath.Join(dir, "content/clients"), "client-00001", "newer")
			t.Cleanup(func() { os.RemoveAll(filepath.Join(dir, "content/clients/newer")) })
			return dirs
		}, "client newer is in none of the shards"},
		{"a client that is gone from the workspace", func(t *testing.T, dirs []string) []string {
			clients, away := filepath.Join(dir, "content/clients/client-00001"), filepath.Join(t.TempDir(), "away")
			if err := os.Rename(clients, away); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.Rename(away, clients) })
			return dirs
		}, "is not so in this workspace as it is now"},
	} {
		t.Run(test.name, func(t *testing.T) {
			out := t.TempDir()
			write(t, filepath.Join(out, ".rapport"), "")
			write(t, filepath.Join(out, "old/index.html"), "as it was")
			before := read(t, out)
			m := merging(o, out, test.change(t, slices.Clone(sound)))
			for _, m.Move = range []bool{false, true} {
				if m.Move && test.name == "a page that is cut off" { // it is not asked how long each file is
					continue
				}
				_, err := generator.Merge(t.Context(), m)
				if err == nil || !strings.Contains(err.Error(), test.says) {
					t.Errorf("%v, want %q", err, test.says)
				}
				if usage := (diag.UsageError{}); err != nil && !errors.As(err, &usage) && test.name != "a link" {
					t.Errorf("%v is not a mistake of usage", err)
				}
				compare(t, before, read(t, out))
			}
		})
	}
	// And they are sound.
	if _, err := generator.Merge(t.Context(), merging(o, t.TempDir(), sound)); err != nil {
		t.Error(err)
	}
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// The findings of all shards are those of one check.
func TestShardsFindWhatOneCheckFinds(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "w")
	if err := sample.Write(dir, sample.Spec{Clients: 8, Reports: 1, Entries: 6}); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "content/stray.txt"), "used nowhere")
	o := options(t, dir, sample.AsOf)
	found := func(shard press.Shard) map[string]string {
		w := o.Workspace
		w.Shard = shard
		result, err := generator.Check(t.Context(), generator.CheckOptions{Workspace: w, AsOf: o.AsOf})
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]string{}
		for _, p := range result.Problems {
			if slices.Contains(check.OfAllClients(), p.Rule) {
				continue // each shard finds it for its own
			}
			all[p.String()] = p.Message
		}
		return all
	}
	want, got := found(press.Shard{}), map[string]string{}
	for i := range 3 {
		part := found(press.Shard{Index: i + 1, Of: 3})
		for p := range part {
			if _, twice := got[p]; twice {
				t.Errorf("found twice: %s", p)
			}
		}
		maps.Copy(got, part)
	}
	if len(want) < 5 {
		t.Errorf("only %d findings", len(want))
	}
	compare(t, want, got)
}
