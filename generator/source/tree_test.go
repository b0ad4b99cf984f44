package source

import (
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"
	"testing"

	"rapport/generator/diag"
)

func TestLinksWithinAClientAreFollowed(t *testing.T) {
	w := open(t, map[string]string{
		"content/clients/a/client.md":        "a",
		"content/clients/a/shared/terms.pdf": "terms",
		"content/clients/a/shop/files":       "-> ../shared",
		"content/clients/a/shop/one.pdf":     "-> ../shared/terms.pdf",
		"content/clients/a/shop/two.pdf":     "-> one.pdf",
		"content/clients/a/shop/three.pdf":   "-> files/../shared/terms.pdf", // ".." is the parent of what the link stands for
		"content/clients/a/shop/four.pdf":    "-> .//../shared/./terms.pdf",
		"content/clients/a/shop/round.pdf":   "-> ../../a/shared/terms.pdf",
	})
	var list diag.List
	tree, err := w.Client("a", &list)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	check(t, "problems", nil, printed(&list))
	for _, name := range []string{"shop/files/terms.pdf", "shop/one.pdf", "shop/two.pdf", "shop/three.pdf", "shop/four.pdf", "shop/round.pdf", "shared/terms.pdf"} {
		f, found := tree.Lookup(name)
		if !found {
			t.Errorf("%s is not on the list", name)
			continue
		}
		if body, err := tree.Read(name); err != nil || string(body) != "terms" {
			t.Errorf("%s: %q, %v", name, body, err)
		}
		if want := path.Join("content/clients/a", name); f.Path != want || f.Size != 5 || f.ModTime.IsZero() {
			t.Errorf("%s is %+v", name, f)
		}
	}
	if n := len(tree.Files()); n != 8 {
		t.Errorf("%d files", n)
	}
}

func TestLinksThatMayNotBeFollowedAreProblemsAndTheRestLoads(t *testing.T) {
	outside := t.TempDir()
	tests := []struct {
		name string
		link string // at content/clients/a/files/x
		want string // the rule
		says string
	}{
		{name: "out of the workspace", link: "../../../../../x", want: "link-outside", says: "out of the workspace"},
		{name: "far above", link: strings.Repeat("../", 60) + "etc/passwd", want: "link-outside", says: "out of the workspace"},
		{name: "absolute", link: "/etc/passwd", want: "link-outside", says: "out of the workspace"},
		{name: "absolute folder", link: outside, want: "link-outside", says: "out of the workspace"},
		{name: "out of the client", link: "../../../provider.md", want: "link-outside", says: "out of the client's folder; copy the file here"},
		{name: "to another client", link: "../../b/client.md", want: "link-outside", says: "out of the client's folder; copy the file here"},
		{name: "to another client's folder", link: "../../b", want: "link-outside", says: "out of the client's folder; copy the file here"},
		{name: "to a client with a longer name", link: "../../ab/client.md", want: "link-outside", says: "out of the client's folder; copy the file here"},
		{name: "over a link that leads out", link: "../hop", want: "link-outside", says: "out of the client's folder; copy the file here"},
		{name: "to nothing", link: "gone.pdf", want: "link-broken", says: "leads nowhere"},
		{name: "through a file", link: "../client.md/x", want: "link-broken", says: "leads nowhere"},
		{name: "to itself", link: "x", want: "link-broken", says: "in a circle"},
		{name: "to the folder it stands in", link: ".", want: "link-broken", says: "in a circle"},
		{name: "to a folder above", link: "..", want: "link-broken", says: "in a circle"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := open(t, map[string]string{
				"content/provider.md":            "p",
				"content/clients/b/client.md":    "secret",
				"content/clients/ab/client.md":   "secret",
				"content/clients/a/client.md":    "a",
				"content/clients/a/files/ok.pdf": "ok",
				"content/clients/a/files/x":      "-> " + test.link,
				"content/clients/a/hop":          "-> ../b/client.md",
			})
			var list diag.List
			tree, err := w.Client("a", &list)
			if err != nil {
				t.Fatal(err)
			}
			defer tree.Close()
			var names []string
			for _, f := range tree.Files() {
				names = append(names, f.Name)
			}
			check(t, "files", []string{"client.md", "files/ok.pdf"}, names)
			check(t, "problems", []string{"content/clients/a/files/x: error " + test.want, "content/clients/a/hop: error link-outside"}, printed(&list))
			if message := list.Sorted()[0].Message; !strings.Contains(message, test.says) {
				t.Errorf("message %q does not say %q", message, test.says)
			}
		})
	}
}

func TestLinksOfTheProviderStayClearOfClients(t *testing.T) {
	w := open(t, map[string]string{
		"content/provider.md":         "p",
		"content/logo.svg":            "-> people/logo.svg",
		"content/people/logo.svg":     "logo",
		"content/people/leak.jpg":     "-> ../clients/a/photo.jpg",
		"content/people/leaks":        "-> ../clients",
		"content/people/all":          "-> ..",
		"content/people/brand.svg":    "-> ../../brand.svg",
		"brand.svg":                   "brand",
		"content/clients/a/photo.jpg": "private",
	})
	names, problems := loaded(t, w.Provider)
	check(t, "files", []string{"logo.svg", "people/logo.svg", "provider.md"}, names)
	check(t, "problems", []string{
		"content/people/all: error link-broken",
		"content/people/brand.svg: error link-outside",
		"content/people/leak.jpg: error link-outside",
		"content/people/leaks: error link-outside",
	}, problems)
}

func TestFoldersLinkedToEachOtherDoNotMultiplyWithoutEnd(t *testing.T) {
	files := map[string]string{"content/clients/a/client.md": "a"}
	for i := range 30 {
		for _, way := range []string{"left", "right"} {
			files[fmt.Sprintf("content/clients/a/f%d/%s", i, way)] = fmt.Sprintf("-> ../f%d", i+1)
		}
	}
	files["content/clients/a/f30/x.md"] = "x"
	w := open(t, files)
	var list diag.List
	tree, err := w.Client("a", &list)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	if n := len(tree.Files()); n > 100 {
		t.Errorf("%d files", n)
	}
	if list.Errors() == 0 {
		t.Error("no problem told")
	}
}

func TestWhatEditorsAndSystemsLeaveIsPassedOver(t *testing.T) {
	w := open(t, map[string]string{
		"content/provider.md":                         "p",
		"content/.git/config":                         "",
		"content/provider.md~":                        "",
		"content/.provider.md.swp":                    "",
		"content/provider.swp":                        "",
		"content/#provider.md#":                       "",
		"content/4913":                                "",
		"content/people/.DS_Store":                    "",
		"content/people/Thumbs.db":                    "",
		"content/static/._favicon.ico":                "",
		"content/people/.link":                        "-> /etc",
		"content/people/#1.jpg":                       "counts",
		"content/static/.well-known/security.txt":     "counts",
		"content/static/.nojekyll":                    "counts",
		"content/static/sub/.htaccess":                "counts",
		"content/static/.DS_Store":                    "",
		"content/static/x.txt~":                       "",
		"content/services/static/.hidden":             "",
		"content/clients/a/static/.hidden":            "",
		"content/static-not/.hidden":                  "",
		"content/services/.drafts/unfinished-page.md": "",
	})
	names, problems := loaded(t, w.Provider)
	check(t, "files", []string{"people/#1.jpg", "provider.md", "static/.nojekyll", "static/.well-known/security.txt", "static/sub/.htaccess"}, names)
	check(t, "problems", nil, problems)
}

func TestNamesThatWouldBreakPagesOrTerminalsAreProblems(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("the file system refuses such names itself")
	}
	w := open(t, map[string]string{
		"content/clients/a/client.md":    "a",
		"content/clients/a/esc\x1b[m.md": "",
		"content/clients/a/line\nfeed":   "",
		"content/clients/a/back\\slash":  "",
		"content/clients/a/latin\xe9.md": "",
		"content/clients/a/bad\x01/x.md": "",
		"content/clients/a/émoji 😀.md":   "fine",
	})
	names, problems := loaded(t, clientLoader(w, "a"))
	check(t, "files", []string{"client.md", "émoji 😀.md"}, names)
	if len(problems) != 5 {
		t.Errorf("problems %q", problems)
	}
	for _, p := range problems {
		if !strings.HasSuffix(p, ": error bad-name") {
			t.Errorf("problem %q", p)
		}
	}
}

func BenchmarkLoadAndReadClients(b *testing.B) {
	const clients, reports = 20, 100
	files := map[string]string{}
	for c := range clients {
		for r := range reports {
			files[fmt.Sprintf("content/clients/c%d/shop/reports/r%d.md", c, r)] = strings.Repeat("text ", 500)
		}
	}
	w := open(b, files)
	for b.Loop() {
		ids, err := w.Clients(new(diag.List))
		if err != nil {
			b.Fatal(err)
		}
		for _, id := range ids {
			tree, err := w.Client(id, new(diag.List))
			if err != nil {
				b.Fatal(err)
			}
			for _, f := range tree.Files() {
				if _, err := tree.Read(f.Name); err != nil {
					b.Fatal(err)
				}
			}
			tree.Close()
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*clients*reports), "µs/file")
}

func TestFilesOfOtherProgramsAreLeftOutWithANote(t *testing.T) {
	names := []string{
		"~$plan.docx", ".~lock.plan.odt#", "desktop.ini", "Desktop.ini", "x.crdownload", "x.pdf.part", "x.partial", "y.TMP", ".y.pdf.icloud", "__MACOSX/y.pdf", "@eaDir/y.pdf",
	}
	files := map[string]string{"content/clients/a/shop/files/plan.docx": "", "content/clients/a/shop/files/party.pdf": "", "content/clients/a/shop/files/desktop.ini.pdf": "", "content/clients/desktop.ini": ""}
	for _, name := range names {
		files["content/clients/a/shop/files/"+name] = ""
	}
	w := open(t, files)
	got, problems := loaded(t, clientLoader(w, "a"))
	check(t, "files", []string{"shop/files/desktop.ini.pdf", "shop/files/party.pdf", "shop/files/plan.docx"}, got)
	var want []string
	for _, name := range names {
		folder, _, _ := strings.Cut(name, "/")
		want = append(want, "content/clients/a/shop/files/"+folder+": note foreign-file")
	}
	slices.Sort(want)
	check(t, "problems", want, problems)
	var list diag.List
	if ids, err := w.Clients(&list); err != nil || len(ids) != 1 {
		t.Errorf("clients %v, %v", ids, err)
	}
	check(t, "problems beside clients", []string{"content/clients/desktop.ini: note foreign-file"}, printed(&list))
}

func TestOneFileOfAClientIsReadAsAllAreAndNothingElse(t *testing.T) {
	for _, test := range []struct {
		name  string
		files map[string]string
		want  string // what client.md holds, "" for no such file
	}{
		{"a file", map[string]string{"client.md": "a", "shop/x.md": "x"}, "a"},
		{"a link", map[string]string{"client.md": "-> shop/x.md", "shop/x.md": "x"}, "x"},
		{"a link to another client", map[string]string{"client.md": "-> ../b/client.md"}, ""},
		{"a link to a folder", map[string]string{"client.md": "-> shop", "shop/x.md": "x"}, ""},
		{"a link to nothing", map[string]string{"client.md": "-> gone.md"}, ""},
		{"a folder", map[string]string{"client.md/x.md": "x"}, ""},
		{"nothing", map[string]string{"shop/x.md": "x"}, ""},
	} {
		files := map[string]string{"content/clients/b/client.md": "b"}
		for name, text := range test.files {
			files["content/clients/a/"+name] = text
		}
		w := open(t, files)
		var problems, all diag.List
		one, err := w.ClientFile("a", "client.md", &problems)
		if err != nil {
			t.Fatal(err)
		}
		defer one.Close()
		whole, err := w.Client("a", &all)
		if err != nil {
			t.Fatal(err)
		}
		defer whole.Close()
		text, _ := one.Read("client.md")
		same, _ := whole.Read("client.md")
		if string(text) != test.want || string(same) != test.want {
			t.Errorf("%s: read %q, and %q among all; want %q", test.name, text, same, test.want)
		}
		if n := len(one.Files()); n > 1 || n == 1 != (test.want != "") {
			t.Errorf("%s: %d files are listed", test.name, n)
		}
		if got, want := printed(&problems), printed(&all); !slices.Equal(got, want) {
			t.Errorf("%s: problems %q, and %q among all", test.name, got, want)
		}
	}
	w := open(t, map[string]string{"content/clients/a/client.md": "a", "content/clients/stray.md": "s"})
	for _, id := range []string{"gone", "..", "", "stray.md"} {
		if _, err := w.ClientFile(id, "client.md", &diag.List{}); err == nil {
			t.Errorf("client %q was read", id)
		}
	}
}
