package reference_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/reference"
)

// readers are the functions of package content that read the objects of a kind
// of file, beside the ones that they call for a part.
var readers = map[string][]string{
	"provider":   {"top", "readAcceptance", "provider", "brand", "hours", "holidays", "readClosure", "stretch", "readChannel", "readPerson", "readProcess", "readItem"},
	"service":    {"top", "readAcceptance", "service", "readItem"},
	"client":     {"top", "readAcceptance", "client", "address", "brand", "access", "readPerson", "readGoal", "readQuestion", "readTerm"},
	"engagement": {"top", "readAcceptance", "engagement", "readStretch", "stretch", "scope", "readTurnaround", "readPrice", "duties", "readKPI", "target", "baseline", "figures", "readMilestone", "readInput", "rhythms", "closing", "readHandover", "readItem"},
	"report":     {"top", "readAcceptance", "report", "period", "pinned", "readInsight", "readItem"},
	"update":     {"top", "readAcceptance", "entry", "entryDate", "update"},
	"decision":   {"top", "readAcceptance", "entry", "entryDate", "decision", "readItem"},
	"question":   {"top", "readAcceptance", "entry", "entryDate", "question"},
	"request":    {"top", "readAcceptance", "entry", "entryDate", "request", "readWait"},
	"risk":       {"top", "readAcceptance", "entry", "entryDate", "risk"},
	"incident":   {"top", "readAcceptance", "entry", "entryDate", "incident"},
	"concern":    {"top", "readAcceptance", "entry", "entryDate", "concern"},
	"change":     {"top", "readAcceptance", "entry", "entryDate", "change", "readItem"},
	"feedback":   {"top", "readAcceptance", "entry", "entryDate", "feedback"},
	"meeting":    {"top", "readAcceptance", "entry", "entryDate", "meeting", "readAction"},
	"lesson":     {"top", "readAcceptance", "entry", "entryDate"},
}

// keysRead returns the keys that a function of package content asks an object
// for: the first text among the arguments of its calls to read one.
func keysRead(t *testing.T) map[string]map[string]bool {
	t.Helper()
	read := map[string]map[string]bool{}
	files, err := filepath.Glob("../content/*.go")
	if err != nil || files == nil {
		t.Fatal("no sources of content", err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			keys := map[string]bool{}
			ast.Inspect(f.Body, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				at := -1
				switch fun := call.Fun.(type) {
				case *ast.SelectorExpr: // o.date("due", …)
					if object, ok := fun.X.(*ast.Ident); ok && slices.Contains([]string{"o", "p", "q"}, object.Name) && !slices.Contains([]string{"end", "require", "filled"}, fun.Sel.Name) {
						at = 0
					}
				case *ast.Ident: // choice(o, "status", …)
					if slices.Contains([]string{"choice", "list", "value"}, fun.Name) {
						at = 1
					}
				}
				if at >= 0 && at < len(call.Args) {
					if lit, ok := call.Args[at].(*ast.BasicLit); ok && lit.Kind == token.STRING {
						key, err := strconv.Unquote(lit.Value)
						if err != nil {
							t.Fatal(err)
						}
						keys[key] = true
					}
				}
				return true
			})
			if read[f.Name.Name] == nil {
				read[f.Name.Name] = map[string]bool{}
			}
			maps.Copy(read[f.Name.Name], keys)
		}
	}
	return read
}

func TestFieldsAreThoseThatTheDecodersRead(t *testing.T) {
	read := keysRead(t)
	for _, kind := range reference.Kinds() {
		want := map[string]bool{}
		for _, function := range readers[kind.Name] {
			if read[function] == nil {
				t.Fatalf("package content has no function %s", function)
			}
			maps.Copy(want, read[function])
		}
		if kind.Name != "lesson" {
			delete(want, "side") // which entry itself reads
		}
		got := map[string]bool{}
		for _, topic := range reference.Topics() {
			if rest, ok := strings.CutPrefix(topic.Name, kind.Name+"."); ok && topic.Kind == "field" {
				got[rest[strings.LastIndexByte(rest, '.')+1:]] = true
			}
		}
		if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))); diff != "" {
			t.Errorf("fields of %s (-decoders +reference):\n%s", kind.Name, diff)
		}
	}
}

func TestExplain(t *testing.T) {
	tests := []struct {
		name string
		want []string
	}{
		{"no-excludes", []string{"no-excludes"}},
		{"NO_EXCLUDES", []string{"no-excludes"}},
		{"unknown-key", []string{"unknown-key"}},
		{"fair-due", []string{"fair-due"}},
		{"fair_due", []string{"fair-due"}},
		{"engagement.plan.due", []string{"engagement.plan.due"}},
		{"plan.due", []string{"engagement.plan.due"}},
		{"due", []string{"due", "engagement.plan.due", "engagement.inputs.due", "meeting.actions.due"}},
		{"draft", []string{"provider.draft"}}, // the same in every file
		{"lan.due", nil},
		{"", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, topic := range reference.Explain(test.name) {
				got = append(got, topic.Name)
				if topic.Text == "" {
					t.Errorf("%s says nothing", topic.Name)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNearestNamesWhatWasMeant(t *testing.T) {
	for name, want := range map[string]string{
		"fair-deu":   `; did you mean "fair-due"?`,
		"plan.dew":   `; did you mean "plan.due"?`,
		"no-exclude": `; did you mean "no-excludes"?`,
		"zebra":      "",
	} {
		if got := reference.Nearest(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestEveryTopicSpeaksInSentences(t *testing.T) {
	for _, topic := range reference.Topics() {
		for paragraph := range strings.SplitSeq(topic.Text, "\n\n") {
			if !strings.HasSuffix(paragraph, ".") && !strings.HasSuffix(paragraph, "?") {
				t.Errorf("%s: %q", topic.Name, paragraph)
			}
		}
	}
}
