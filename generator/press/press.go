// Package press makes portals, one at a time: content in, files out.
//
// A Workspace says where content and theme stand; opened, it is the Sources of a
// Press, which joins a provider and a theme:
//
//	sources, err := workspace.Open()
//	theme, err := sources.Theme()
//	provider, problems, err := sources.Provider()
//	p := sources.Press(provider, theme, "https://portals.example/")
//
// Of each client a press knows its Address before its content. Read reads the content,
// Portal plans a portal of it as of an instant, and the Portal makes its pages, in
// any order, and its other files. Check does as much of this as shows what is wrong
// with a client without making a page. Root makes what stands beside the portals.
//
// A press is never changed, and may be used by several goroutines. What is wrong
// with the content is returned by the function that finds it. Errors are the
// machine's, or a diag.UsageError.
package press

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/markdown"
	"rapport/generator/source"
)

// A Workspace says what is read.
type Workspace struct {
	Dir     string   // its folder
	Content string   // the content's folder in it
	Theme   string   // a name in themes/, or a folder
	Clients []string // only these; empty for all
	Shard   Shard    // only those that fall to it
	Drafts  bool     // also what is marked as a draft
	Copies  bool     // portals in which all work has ended lead to a file to keep, which is made of them
	PDF     bool     // pages that are for paper too lead to their PDFs, which are made from them
	Sums    bool     // what is read is summed up: see source.Tree.Sum
}

// In is a path as seen from where the command was started, where it was given as
// seen from the workspace.
func (w *Workspace) In(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(w.Dir, name)
}

// Wants tells whether a client is among those to be read.
func (w *Workspace) Wants(id string) bool {
	return w.Shard.Has(id) && (len(w.Clients) == 0 || slices.Contains(w.Clients, id))
}

// IsWhole tells whether all clients are read.
func (w *Workspace) IsWhole() bool { return len(w.Clients) == 0 && w.Shard.Of == 0 }

// Sources are an open workspace.
type Sources struct {
	Workspace
	files    *source.Workspace
	markdown *markdown.Converter
}

// Open opens a workspace.
func (w Workspace) Open() (*Sources, error) {
	files, err := source.Open(w.Dir, w.Content)
	if err != nil {
		return nil, diag.UsageError{Err: err}
	}
	files.KeepSums = w.Sums
	return &Sources{Workspace: w, files: files, markdown: markdown.New()}, nil
}

// With returns the workspace as it would be with other bytes in some of its files, by their paths in the
// workspace, be they new. It is closed with this one.
func (s *Sources) With(bodies map[string][]byte) *Sources {
	with := *s
	with.files = s.files.With(bodies)
	return &with
}

// Close releases the workspace. What was read of it stays readable.
func (s *Sources) Close() error { return s.files.Close() }

// Files are those of the workspace, as problems name them.
func (s *Sources) Files() (fs.FS, error) { return s.files.Sub(".") }

// Provider reads provider.md and the services. There is no provider where they have
// an error.
func (s *Sources) Provider() (*content.Provider, []diag.Problem, error) {
	var problems diag.List
	tree, err := s.ProviderTree(&problems)
	if err != nil {
		return nil, nil, err
	}
	provider := content.ParseProvider(tree, &problems, content.Options{Drafts: s.Drafts})
	if problems.Errors() > 0 {
		provider = nil
	}
	return provider, problems.Sorted(), nil
}

// ProviderTree lists the files of the provider.
func (s *Sources) ProviderTree(problems *diag.List) (*source.Tree, error) {
	tree, err := s.files.Provider(problems)
	if err != nil {
		return nil, fmt.Errorf("read the provider: %w", err)
	}
	return tree, nil
}

// Clients lists the ids of all clients, sorted.
func (s *Sources) Clients() ([]string, []diag.Problem, error) {
	var problems diag.List
	ids, err := s.files.Clients(&problems)
	return ids, problems.Sorted(), err
}

// Require tells that a client that is wanted is not among those that there are.
func (w *Workspace) Require(ids []string) error {
	for _, wanted := range w.Clients {
		if slices.Contains(ids, wanted) {
			continue
		}
		mend := diag.DidYouMean(wanted, ids).Or("; clients are the folders in content/clients")
		return diag.Usagef("there is no client %q%s", wanted, mend)
	}
	return nil
}

// A Press makes the portals of a provider's clients with a theme.
type Press struct {
	Provider *content.Provider
	Theme    *Theme
	Markdown *markdown.Converter

	files   *source.Workspace
	drafts  bool
	copies  bool
	pdf     bool
	baseURL string
}

// Press joins a provider and a theme. BaseURL is where the output will be published, ""
// if that is not known.
func (s *Sources) Press(provider *content.Provider, theme *Theme, baseURL string) *Press {
	return &Press{provider, theme, s.markdown, s.files, s.Drafts, s.Copies, s.PDF, baseURL}
}

// An Address is what is known of a client before its content is read.
type Address struct {
	ID      string // of the client
	Folder  string // of its portal in the output
	Aliases []content.Alias
	Sealed  bool
	Rotate  calendar.Rhythm // of a sealed portal's key; zero for none
	Beside  bool            // it stands at one origin with a sealed portal, its own or another
	Unread  bool            // nothing is known but the id: Folder may be another
	At      diag.Position   // where the folder is chosen
	Clashes []diag.Problem  // of the folders, with those of others
}

// Folders are those in the output that are the client's: that of its portal, and of
// its earlier addresses.
func (a *Address) Folders() []string {
	all := []string{a.Folder}
	for _, alias := range a.Aliases {
		all = append(all, alias.Name)
	}
	return all
}

// Address reads the address of a client, and tells whether it has a portal: a draft
// may have none. Client.md alone is looked at.
func (p *Press) Address(id string) (a Address, shown bool, err error) {
	tree, err := p.files.ClientFile(id, "client.md", &diag.List{})
	if err != nil {
		return a, false, fmt.Errorf("read client %s: %w", id, err)
	}
	defer tree.Close()
	read := content.ReadPublication(id, tree, content.Options{Drafts: p.drafts})
	a = Address{ID: id, Folder: read.Address, Aliases: read.Aliases, Sealed: read.Access.Sealed, Rotate: read.Access.Rotate, Unread: read.Unread, At: read.At}
	return a, !read.Draft, nil
}

// A Client is a client's folder as it was read. The files that are only copied are
// open until Close.
type Client struct {
	Address
	Content      *content.Client // nil for a draft that is not shown, and where client.md cannot be read
	SealsAnswers bool            // also where the portal is handed over in the clear
	Tree         *source.Tree
	Listing      []diag.Problem // what is wrong with the folder, without a look into its files
	Found        []diag.Problem // what is wrong with its files
}

// Tree lists the files of a client.
func (p *Press) Tree(id string, problems *diag.List) (*source.Tree, error) {
	return p.files.Client(id, problems)
}

// List lists the folder of a client, and reads nothing of it yet.
func (p *Press) List(a Address) (*Client, error) {
	var problems diag.List
	tree, err := p.Tree(a.ID, &problems)
	if err != nil {
		return nil, err
	}
	return &Client{Address: a, Tree: tree, Listing: problems.Sorted()}, nil
}

// Parse reads the content of a client whose folder was listed.
func (p *Press) Parse(c *Client) { p.ParseAgain(c, nil, nil) }

// ParseAgain is Parse for those who read a client more than once: see Keep and Next of content.Options.
func (p *Press) ParseAgain(c *Client, keep *content.Keep, next func() bool) {
	var problems diag.List
	c.Content = content.ParseClient(c.ID, c.Tree, p.Provider, content.Options{Drafts: p.drafts, Keep: keep, Next: next}, &problems)
	c.SealsAnswers = c.Content != nil && c.Content.Access.Sealed
	c.Found = problems.Sorted()
}

// Read reads the content of a client.
func (p *Press) Read(a Address) (*Client, error) { return p.ReadWith(a, nil) }

// ReadWith reads the content of a client as it would be with other bytes in some of its
// files, by their names in the client's folder, be they new.
func (p *Press) ReadWith(a Address, bodies map[string][]byte) (*Client, error) {
	c, err := p.List(a)
	if err != nil {
		return nil, err
	}
	if bodies != nil {
		c.Tree = c.Tree.With(bodies)
	}
	p.Parse(c)
	return c, nil
}

// Problems are all that reading the client found.
func (c *Client) Problems() []diag.Problem { return slices.Concat(c.Clashes, c.Listing, c.Found) }

// Broken tells whether any of them is an error.
func (c *Client) Broken() bool { return diag.Errors(c.Problems()) > 0 }

// IsDraft tells whether the client has no portal since it is a draft.
func (c *Client) IsDraft() bool { return c.Content == nil && !c.Broken() }

// Close releases the client's folder, where there was one.
func (c *Client) Close() error {
	if c.Tree == nil {
		return nil
	}
	return c.Tree.Close()
}
