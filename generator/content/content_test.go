package content

import (
	"testing"

	"rapport/generator/diag"
	"rapport/generator/source"
	_ "rapport/generator/testheap"
)

// parseAll reads a workspace whole.
func parseAll(t testing.TB, dir string, opts Options) (*Provider, []*Client, []diag.Problem) {
	t.Helper()
	ws, err := source.Open(dir, "content")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	var problems diag.List
	tree, err := ws.Provider(&problems)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close() })
	provider := ParseProvider(tree, &problems, opts)
	ids, err := ws.Clients(&problems)
	if err != nil {
		t.Fatal(err)
	}
	var clients []*Client
	for _, id := range ids {
		tree, err := ws.Client(id, &problems)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { tree.Close() })
		if c := ParseClient(id, tree, provider, opts, &problems); c != nil {
			clients = append(clients, c)
		}
	}
	return provider, clients, problems.Sorted()
}

// clientTree opens the folder of a client.
func clientTree(t testing.TB, dir, id string) *source.Tree {
	t.Helper()
	ws, err := source.Open(dir, "content")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	tree, err := ws.Client(id, &diag.List{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close() })
	return tree
}

func TestExampleHasNoProblems(t *testing.T) {
	_, clients, problems := parseAll(t, "../..", Options{Drafts: true})
	for _, p := range problems {
		t.Error(p)
	}
	if len(clients) != 3 {
		t.Errorf("the example has %d clients, want 3", len(clients))
	}
}
