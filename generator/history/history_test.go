package history_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/calendar"
	"rapport/generator/history"
	"rapport/generator/testprogram"
)

// A version is a file as a commit leaves it.
type version struct{ file, text string }

// repository makes a repository in which each version is a commit, a day after
// the one before it.
func repository(tb testing.TB, versions []version) string {
	tb.Helper()
	testprogram.Find(tb, "git", "")
	var stream bytes.Buffer
	for i, v := range versions {
		fmt.Fprintf(&stream, "commit refs/heads/main\ncommitter Mara <mara@northlight.example> %d +0000\ndata 2\nup\nM 100644 inline %s\ndata %d\n%s\n",
			time.Date(2026, 1, 1+i, 9, 0, 0, 0, time.UTC).Unix(), v.file, len(v.text), v.text)
	}
	dir := tb.TempDir()
	git(tb, dir, nil, "init", "-q", "-b", "main")
	git(tb, dir, &stream, "fast-import", "--quiet")
	return dir
}

func git(tb testing.TB, dir string, stdin *bytes.Buffer, args ...string) {
	tb.Helper()
	cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
	if stdin != nil {
		cmd.Stdin = stdin
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		tb.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func due(day string) string {
	return "---\nstatus: active\nplan: [{id: live, due: " + day + "}]\n---\n" + strings.Repeat("The brief is the same each time.\n", 20)
}

// said returns what the days by which milestones are due were, with the days of
// the commits.
func said(file *history.File) map[string][]string {
	all := map[string][]string{}
	if file == nil {
		return all
	}
	for _, t := range file.Things {
		for _, v := range t.Line("due").Values {
			all[t.ID] = append(all[t.ID], v.Text+" on "+v.Commit.On.UTC().Format("2006-01-02"))
		}
	}
	return all
}

// read reads the history of the workspace in a folder, as of the end of 2026.
func read(tb testing.TB, dir string) *history.History {
	tb.Helper()
	h, err := history.Read(context.Background(), workspaceIn(dir))
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

func workspaceIn(dir string) history.Workspace {
	return history.Workspace{Dir: dir, Files: os.DirFS(dir), Zone: time.UTC, Today: calendar.NewDate(2026, 12, 31), Jobs: 2}
}

func TestReadTellsWhenAPromiseWasMadeAndChanged(t *testing.T) {
	const file = "content/clients/acme/shop/engagement.md"
	dir := repository(t, []version{
		{file, due("2026-09-14")},
		{"content/provider.md", "unrelated"},
		{file, due("2026-09-14") + "More words.\n"},
		{file, due("2026-09-21")},
		{file, "---\nstatus: [broken\n---\n"},
		{file, due("2026-09-14")},
		{"content/clients/birch/desk/engagement.md", due("2026-05-01")},
	})
	git(t, dir, nil, "checkout", "-q", "-f", "main")
	h := read(t, dir)
	want := map[string][]string{"live": {"2026-09-14 on 2026-01-01", "2026-09-21 on 2026-01-04", "2026-09-14 on 2026-01-06"}}
	if diff := cmp.Diff(want, said(h.Of(file))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string][]string{"live": {"2026-05-01 on 2026-01-07"}}, said(h.Of("content/clients/birch/desk/engagement.md"))); diff != "" {
		t.Error(diff)
	}
	if h.Missing != "" || h.Shallow {
		t.Errorf("missing %q, shallow %v", h.Missing, h.Shallow)
	}
}

func TestAFileThatWasRemovedAndIsThereAgainGoesOn(t *testing.T) {
	const file = "content/clients/acme/shop/engagement.md"
	dir := repository(t, []version{{file, due("2026-09-14")}})
	git(t, dir, bytes.NewBufferString("commit refs/heads/main\ncommitter M <m@x.example> 1780000000 +0000\ndata 2\nup\nfrom refs/heads/main^0\nD "+file+"\n"+
		"commit refs/heads/main\ncommitter M <m@x.example> 1780100000 +0000\ndata 2\nup\nM 100644 inline "+file+"\ndata 5\nother\n"+
		"commit refs/heads/main\ncommitter M <m@x.example> 1780200000 +0000\ndata 2\nup\nM 100644 inline "+file+"\n"+fmt.Sprintf("data %d\n%s\n", len(due("2027-01-04")), due("2027-01-04"))), "fast-import", "--quiet")
	git(t, dir, nil, "checkout", "-q", "-f", "main")
	if got := said(read(t, dir).Of(file))["live"]; len(got) != 2 || !strings.HasPrefix(got[0], "2026-09-14") || !strings.HasPrefix(got[1], "2027-01-04") {
		t.Errorf("got %v", got)
	}
}

func TestPathsMayHoldWhateverGitQuotes(t *testing.T) {
	const file = "süß und \"fett\"/content/clients/a/b/engagement.md"
	dir := repository(t, []version{{"x", "x"}})
	name := dir + "/" + file
	if err := os.MkdirAll(name[:strings.LastIndex(name, "/")], 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(due("2026-09-14")), 0o644); err != nil {
		t.Fatal(err)
	}
	git(t, dir, nil, "reset", "-q")
	git(t, dir, nil, "add", "-A")
	git(t, dir, nil, "-c", "user.name=M", "-c", "user.email=m@x.example", "commit", "-q", "-m", "x")
	h := read(t, dir+"/süß und \"fett\"")
	if len(said(h.Of("content/clients/a/b/engagement.md"))) != 1 {
		t.Errorf("found no promise in %q: %+v", file, h)
	}
}

// A proposal beside an agreement that is moved with it is not taken for the other.
func TestAFolderOfSeveralIsMovedEachForItself(t *testing.T) {
	proposal := strings.Replace(due("2027-01-04"), "active", "proposed", 1)
	dir := repository(t, []version{{"content/clients/acme/client.md", "---\nname: Acme\n---\n"}, {"content/clients/acme/shop/engagement.md", due("2026-09-14")}, {"content/clients/acme/app/engagement.md", proposal}})
	git(t, dir, nil, "checkout", "-q", "-f", "main")
	git(t, dir, nil, "mv", "content/clients/acme", "content/clients/baker")
	h := read(t, dir)
	want := map[string][]string{"live": {"2026-09-14 on 2026-01-02"}}
	if diff := cmp.Diff(want, said(h.Of("content/clients/baker/shop/engagement.md"))); diff != "" {
		t.Error(diff)
	}
	if file := h.Of("content/clients/baker/app/engagement.md"); file != nil {
		t.Errorf("the proposal promised %v", said(file))
	}
}

func TestReadStopsWhenToldTo(t *testing.T) {
	dir := repository(t, []version{{"content/clients/a/b/engagement.md", due("2026-09-14")}})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if h, err := history.Read(ctx, workspaceIn(dir)); err == nil && h.Missing == "" {
		t.Errorf("read %+v", h)
	}
}

// BenchmarkRead reads 5,000 commits, each of which changes an agreement of the
// size of the example's.
func BenchmarkRead(b *testing.B) {
	agreement, err := os.ReadFile("../../content/clients/dijkzicht/webwinkel/engagement.md")
	if err != nil {
		b.Fatal(err)
	}
	var versions []version
	for i := range 5000 {
		day := time.Date(2026, 9, 21+i%60, 0, 0, 0, 0, time.UTC).Format("2006-01-02")
		text := strings.Replace(string(agreement), "due: 2026-09-21", "due: "+day, 1) + fmt.Sprintf("Version %d.\n", i)
		versions = append(versions, version{fmt.Sprintf("content/clients/client-%03d/shop/engagement.md", i%500), text})
	}
	dir := repository(b, versions)
	git(b, dir, nil, "checkout", "-q", "-f", "main")
	for b.Loop() {
		if read(b, dir).Of("content/clients/client-007/shop/engagement.md") == nil {
			b.Fatal("nothing read")
		}
	}
}

// Where there is no git, nothing is known, and that is said alike wherever it is asked for.
func TestNothingIsKnownWithoutGit(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	const why = "git is not installed"
	w := history.Workspace{Dir: t.TempDir()}
	if h, err := history.Read(t.Context(), w); err != nil || h.Missing != why {
		t.Errorf("read: %+v, %v", h, err)
	}
	if state, err := history.State(t.Context(), w); err != nil || state != why {
		t.Errorf("state: %q, %v", state, err)
	}
	if _, err := history.Since(t.Context(), w.Dir, "content", "HEAD"); err == nil || err.Error() != why {
		t.Errorf("since: %v", err)
	}
}
