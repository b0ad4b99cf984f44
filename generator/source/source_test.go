package source

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/diag"
)

// workspace makes a workspace of files, given by slash path and text. A text
// that begins with "-> " makes a symbolic link, a path that ends in a slash an
// empty folder.
func workspace(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		parent := filepath.Dir(file)
		if strings.HasSuffix(name, "/") {
			parent = file
		}
		if err := os.MkdirAll(parent, 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if target, isLink := strings.CutPrefix(text, "-> "); isLink {
			err = os.Symlink(target, file)
		} else if parent != file {
			err = os.WriteFile(file, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func open(t testing.TB, files map[string]string) *Workspace {
	t.Helper()
	w, err := Open(workspace(t, files), "content")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// loaded returns the names in a tree, and the problems met, as printed.
func loaded(t *testing.T, load func(*diag.List) (*Tree, error)) (names, problems []string) {
	t.Helper()
	var list diag.List
	tree, err := load(&list)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	for _, f := range tree.Files() {
		names = append(names, f.Name)
	}
	return names, printed(&list)
}

func printed(list *diag.List) (problems []string) {
	for _, p := range list.Sorted() {
		problems = append(problems, p.Position.String()+": "+p.Severity.String()+" "+p.Rule)
	}
	return problems
}

func clientLoader(w *Workspace, id string) func(*diag.List) (*Tree, error) {
	return func(problems *diag.List) (*Tree, error) { return w.Client(id, problems) }
}

func check(t *testing.T, what string, want, got []string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestOpenSaysWhatIsWrongWithTheFolders(t *testing.T) {
	outside := t.TempDir()
	tests := []struct {
		name    string
		files   map[string]string
		dir     string // within the workspace
		content string
		want    string
	}{
		{name: "no workspace", dir: "gone", content: "content", want: "does not exist; name its folder with -C"},
		{name: "workspace is a file", files: map[string]string{"f": ""}, dir: "f", content: "content", want: "is not a folder"},
		{name: "no content", content: "content", want: `content folder "content" does not exist`},
		{name: "content is a file", files: map[string]string{"content": ""}, content: "content", want: "is not a folder"},
		{name: "content is the workspace", content: ".", want: "is not inside the workspace"},
		{name: "content above the workspace", content: "../x", want: "is not inside the workspace"},
		{name: "content above in disguise", content: "a/../../x", want: "is not inside the workspace"},
		{name: "absolute content", content: outside, want: "is not inside the workspace"},
		{name: "content is a link outside", files: map[string]string{"content": "-> " + outside}, content: "content", want: "leads out of the workspace"},
		{name: "content is a link above", files: map[string]string{"content": "-> ../x"}, content: "content", want: "leads out of the workspace"},
		{name: "content is a link in a circle", files: map[string]string{"content": "-> content"}, content: "content", want: "does not exist"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w, err := Open(filepath.Join(workspace(t, test.files), test.dir), test.content)
			if err == nil {
				w.Close()
				t.Fatal("no error")
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %q does not say %q", err, test.want)
			}
		})
	}
}

func TestContentMayBeALinkWithinTheWorkspace(t *testing.T) {
	w := open(t, map[string]string{"content": "-> a/real", "a/real/provider.md": "p", "a/real/clients/x/client.md": "c"})
	names, problems := loaded(t, w.Provider)
	check(t, "provider", []string{"provider.md"}, names)
	check(t, "problems", nil, problems)
	tree, err := w.Client("x", new(diag.List))
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	if got, want := tree.Files()[0].Path, "content/clients/x/client.md"; got != want {
		t.Errorf("path %q, want %q", got, want)
	}
}

func TestEachTreeListsItsOwnFilesSorted(t *testing.T) {
	w := open(t, map[string]string{
		"README.md":                                 "not content",
		"content/provider.md":                       "p",
		"content/services/care.md":                  "s",
		"content/services/clients/odd.md":           "a folder called clients further down is nothing special",
		"content/clients/b/client.md":               "b",
		"content/clients/a/client.md":               "a",
		"content/clients/a/shop/engagement.md":      "e",
		"content/clients/a/shop/journal/2026-1.md":  "j",
		"content/clients/a/shop-b/engagement.md":    "sorts before shop/",
		"content/clients/a/shop/empty/":             "",
		"content/clients/Thumbs.db":                 "",
		"content/clients/a/shop/files/offer (1).md": "o",
	})
	names, problems := loaded(t, w.Provider)
	check(t, "provider", []string{"provider.md", "services/care.md", "services/clients/odd.md"}, names)
	check(t, "problems", nil, problems)

	names, problems = loaded(t, clientLoader(w, "a"))
	check(t, "client a", []string{"client.md", "shop-b/engagement.md", "shop/engagement.md", "shop/files/offer (1).md", "shop/journal/2026-1.md"}, names)
	check(t, "problems", nil, problems)
}

func TestFilesKnowPathSizeAndTime(t *testing.T) {
	dir := workspace(t, map[string]string{"content/clients/a/shop/engagement.md": "12345"})
	info, err := os.Stat(filepath.Join(dir, "content/clients/a/shop/engagement.md"))
	if err != nil {
		t.Fatal(err)
	}
	w, err := Open(dir, "content/")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	tree, err := w.Client("a", new(diag.List))
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	if got, want := tree.Prefix(), "content/clients/a"; got != want {
		t.Errorf("prefix %q, want %q", got, want)
	}
	f, found := tree.Lookup("shop/engagement.md")
	if !found || f.Path != "content/clients/a/shop/engagement.md" || f.Size != 5 || !f.ModTime.Equal(info.ModTime()) {
		t.Errorf("got %+v, %t", f, found)
	}
	if f, found := tree.Lookup("shop/engagement"); found {
		t.Errorf("found %+v", f)
	}
}

func TestReadAndOpenGiveTheBytes(t *testing.T) {
	w := open(t, map[string]string{"content/clients/a/shop/engagement.md": "text"})
	tree, err := w.Client("a", new(diag.List))
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	body, err := tree.Read("shop/engagement.md")
	if err != nil || string(body) != "text" {
		t.Errorf("Read: %q, %v", body, err)
	}
	file, err := tree.Open("shop/engagement.md")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if body, err := io.ReadAll(file); err != nil || string(body) != "text" {
		t.Errorf("Open: %q, %v", body, err)
	}
}

func TestATreeReadsNothingButItsFiles(t *testing.T) {
	dir := workspace(t, map[string]string{
		"secret":                      "secret",
		"content/provider.md":         "p",
		"content/clients/a/client.md": "a",
		"content/clients/a/.env":      "secret",
		"content/clients/b/client.md": "secret",
	})
	w, err := Open(dir, "content")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	provider, err := w.Provider(new(diag.List))
	if err != nil {
		t.Fatal(err)
	}
	defer provider.Close()
	client, err := w.Client("a", new(diag.List))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	for _, name := range []string{
		"", ".", "..", "../b/client.md", "../../provider.md", "../../../secret", "/etc/passwd", "./client.md",
		"clients/a/client.md", "clients/b/client.md", ".env", filepath.Join(dir, "secret"),
	} {
		for _, tree := range []*Tree{provider, client} {
			if body, err := tree.Read(name); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("Read(%q) in %s: %q, %v", name, tree.Prefix(), body, err)
			}
			if _, err := tree.Open(name); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("Open(%q) in %s: %v", name, tree.Prefix(), err)
			}
		}
	}
}

func TestAFileThatBecomesALinkOutsideAfterListingIsNotRead(t *testing.T) {
	dir := workspace(t, map[string]string{
		"content/clients/a/client.md": "a",
		"content/clients/b/client.md": "secret",
	})
	w, err := Open(dir, "content")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	tree, err := w.Client("a", new(diag.List))
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	swapped := filepath.Join(dir, "content/clients/a/client.md")
	if err := os.Remove(swapped); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../b/client.md", swapped); err != nil {
		t.Fatal(err)
	}
	if body, err := tree.Read("client.md"); err == nil {
		t.Errorf("read %q", body)
	}
}

func TestErrorsOfTheSystemNameThePathInTheWorkspace(t *testing.T) {
	dir := workspace(t, map[string]string{"content/clients/a/client.md": "a"})
	w, err := Open(dir, "content")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	tree, err := w.Client("a", new(diag.List))
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	if err := os.Remove(filepath.Join(dir, "content/clients/a/client.md")); err != nil {
		t.Fatal(err)
	}
	_, err = tree.Read("client.md")
	if want := "read content/clients/a/client.md: no such file"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v", err)
	}
}

func TestClientsAreTheFoldersSorted(t *testing.T) {
	tests := []struct {
		name     string
		files    map[string]string
		want     []string
		problems []string
	}{
		{
			name:  "folders",
			files: map[string]string{"content/clients/b/client.md": "", "content/clients/a/client.md": "", "content/clients/empty/": ""},
			want:  []string{"a", "b", "empty"},
		},
		{name: "no folder of clients", files: map[string]string{"content/provider.md": ""}},
		{
			name:     "a stray file",
			files:    map[string]string{"content/clients/a/client.md": "", "content/clients/notes.txt": ""},
			want:     []string{"a"},
			problems: []string{"content/clients/notes.txt: warning stray-file"},
		},
		{
			name:  "what editors leave is nothing",
			files: map[string]string{"content/clients/a/client.md": "", "content/clients/.git/x": "", "content/clients/x~": "", "content/clients/.DS_Store": ""},
			want:  []string{"a"},
		},
		{
			name:     "a client that is a link",
			files:    map[string]string{"content/clients/a/client.md": "", "content/clients/b": "-> a"},
			want:     []string{"a"},
			problems: []string{"content/clients/b: error link-outside"},
		},
		{
			name:     "clients is a link",
			files:    map[string]string{"content/clients": "-> people", "content/people/mara.jpg": ""},
			problems: []string{"content/clients: error link-outside"},
		},
		{
			name:     "clients is a file",
			files:    map[string]string{"content/clients": "", "content/provider.md": ""},
			problems: []string{"content/clients: error not-a-file"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var list diag.List
			got, err := open(t, test.files).Clients(&list)
			if err != nil {
				t.Fatal(err)
			}
			check(t, "clients", test.want, got)
			check(t, "problems", test.problems, printed(&list))
		})
	}
}

func TestClientTakesAFolderOfClientsAndNothingElse(t *testing.T) {
	w := open(t, map[string]string{
		"content/provider.md":           "",
		"content/clients/a/client.md":   "",
		"content/clients/a/shop/x.md":   "",
		"content/clients/notes.txt":     "",
		"content/clients/linked":        "-> a",
		"content/services/care/care.md": "",
	})
	for _, id := range []string{"", ".", "..", "../services", "a/shop", "a/", `a\shop`, "notes.txt", "linked", "gone"} {
		if tree, err := w.Client(id, new(diag.List)); err == nil {
			t.Errorf("Client(%q) gave %v", id, tree.Files())
		}
	}
	if _, err := w.Client("gone", new(diag.List)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

func TestSubIsAFolderThatCannotBeLeft(t *testing.T) {
	w := open(t, map[string]string{
		"content/provider.md":           "secret",
		"themes/studio/parts/page.html": "page",
		"themes/studio/leak":            "-> ../../content/provider.md",
		"out":                           "-> ..",
	})
	theme, err := w.Sub("themes/studio")
	if err != nil {
		t.Fatal(err)
	}
	if body, err := fs.ReadFile(theme, "parts/page.html"); err != nil || string(body) != "page" {
		t.Errorf("%q, %v", body, err)
	}
	if body, err := fs.ReadFile(theme, "leak"); err == nil {
		t.Errorf("read %q", body)
	}
	if _, err := w.Sub("themes/gone"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
	for _, name := range []string{"", "..", "../x", "/etc", "out"} {
		if _, err := w.Sub(name); err == nil {
			t.Errorf("Sub(%q) gave a folder", name)
		}
	}
}

func TestAFolderAnywhereCannotBeLeftEither(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "secret"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	inner := filepath.Join(dir, "studio")
	if err := os.Mkdir(inner, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../secret", filepath.Join(inner, "leak")); err != nil {
		t.Skip(err)
	}
	theme, err := OpenFolder(inner)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := fs.ReadFile(theme, "leak"); err == nil {
		t.Errorf("read %q", body)
	}
	if _, err := OpenFolder(filepath.Join(dir, "gone")); err == nil {
		t.Error("a folder that is not there was opened")
	}
}
