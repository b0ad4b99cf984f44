package preview

import (
	"context"
	"errors"
	"html/template"
	"net/http"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"rapport/generator"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/edits"
	"rapport/generator/enter"
	"rapport/generator/facts"
	"rapport/generator/front"
	"rapport/generator/markdown"
	places "rapport/generator/place"
	"rapport/generator/press"
)

// asOf is the instant at which something is entered.
func (w *writer) asOf() press.AsOf {
	if w.AsOf != (press.AsOf{}) {
		return w.AsOf
	}
	return press.At(w.Now())
}

// errProvider is why nothing is known.
var errProvider = errors.New("provider.md has errors; mend them first")

// facts derives the facts of the client that is named, from the files as they are now. The name is
// looked for among the clients that there are; it becomes no path.
func (w *writer) facts(ctx context.Context, client string) (*generator.Desk, error) {
	desk, _, err := generator.Facts(ctx, generator.FactsOptions{Workspace: w.workspaceOf(client), AsOf: w.asOf(), Jobs: w.Jobs})
	if err == nil && desk == nil {
		err = errProvider
	}
	return desk, err
}

// provider reads who provides, from the file as it is now.
func (w *writer) provider() (*content.Provider, error) {
	sources, err := w.workspaceOf().Open()
	if err != nil {
		return nil, err
	}
	defer sources.Close()
	provider, _, err := sources.Provider()
	if err == nil && provider == nil {
		err = errProvider
	}
	return provider, err
}

func (w *writer) workspaceOf(clients ...string) press.Workspace {
	from := w.Workspace
	from.Theme, from.Drafts = "default", true
	if len(clients) > 0 {
		from.Clients = clients
	}
	return from
}

// deskOf returns the desk of the engagement that a request names, and tells the reader where there
// is none.
func (w *writer) deskOf(rw http.ResponseWriter, r *http.Request) *enter.Desk {
	id, engagement := r.FormValue("client"), r.FormValue("engagement")
	if !w.portals.Has(id) {
		w.missing(rw, r)
		return nil
	}
	all, err := w.facts(r.Context(), id)
	if err != nil {
		w.failed(rw, r, err)
		return nil
	}
	if len(all.Clients) != 1 {
		w.refuse(rw, r, http.StatusConflict, "The content of this client has errors", "Mend them first; the desk lists them. Nothing was written.")
		return nil
	}
	c := all.Clients[0]
	at := slices.IndexFunc(c.Engagements, func(e *facts.Engagement) bool { return e.Content.ID == engagement })
	if at < 0 {
		w.missing(rw, r)
		return nil
	}
	d := &enter.Desk{Provider: all.Provider, Client: c, Engagement: c.Engagements[at], Say: all.Say, Now: all.AsOf, Content: path.Clean(filepath.ToSlash(w.Content))}
	if d.Speak, err = all.Speak(c.Content.Speech()); err != nil {
		w.failed(rw, r, err)
		return nil
	}
	return d
}

// A writePage is what all pages that write have.
type writePage struct {
	Title      string
	Client     string // name
	Engagement string // title
	Form       string // what tells our own forms
	Hidden     []enter.Option
	Back       string // to the list of what is open; ""
}

func (w *writer) page(d *enter.Desk, title string) writePage {
	p := writePage{Title: title, Form: w.form}
	if d != nil {
		p.Client, p.Engagement = d.Client.Content.Name, d.Say.Plain(d.Engagement.Content.Title)
		p.Back = writeURL("open", "client", d.Client.Content.ID, "engagement", d.Engagement.Content.ID)
		p.Hidden = []enter.Option{{Value: "client", Text: d.Client.Content.ID}, {Value: "engagement", Text: d.Engagement.Content.ID}}
	}
	return p
}

// An openPage lists what is open in an engagement.
type openPage struct {
	writePage
	Items []openItem
	Kinds []link
}

type openItem struct {
	Text, Kind, Due, At string
	Editor              template.URL
	Acts                []link
}

type link struct {
	Text, Href string
	Current    bool
}

func (w *writer) showOpen(rw http.ResponseWriter, r *http.Request) {
	d := w.deskOf(rw, r)
	if d == nil {
		return
	}
	p := openPage{writePage: w.page(d, "What is open"), Kinds: w.kinds(d, "")}
	for _, i := range d.Items() {
		item := openItem{Text: i.Text, Kind: i.Kind, Due: i.Due, At: i.Position.String(), Editor: template.URL(w.editor(i.Position))}
		item.Acts = w.acts(d, &i, "")
		p.Items = append(p.Items, item)
	}
	w.show(rw, r, http.StatusOK, "write-open.html", p)
}

func (w *writer) acts(d *enter.Desk, i *enter.Item, current string) []link {
	var all []link
	for _, a := range i.Acts {
		all = append(all, link{a.Title, writeURL("item", "client", d.Client.Content.ID, "engagement", d.Engagement.Content.ID, "item", i.Address, "do", a.Name), a.Name == current})
	}
	return all
}

func (w *writer) kinds(d *enter.Desk, current content.Kind) []link {
	var all []link
	for _, k := range enter.Kinds() {
		all = append(all, link{string(k.Kind), writeURL("new", "client", d.Client.Content.ID, "engagement", d.Engagement.Content.ID, "kind", string(k.Kind)), k.Kind == current})
	}
	return all
}

// A formPage asks for what is entered, and shows what it would change.
type formPage struct {
	writePage
	What     string // the item, or ""
	At       string
	Editor   template.URL
	Choices  []link // other acts, or kinds
	Action   string
	Fields   []formField
	Wrong    []string // what is wrong with the whole
	Problems []string // errors that it would bring, at their places
	Diffs    []string // what it would change; none where it is not known yet
	Stale    bool     // the file was changed meanwhile
	Expect   string
	Body     template.HTML // the body of a new entry as it is shown
}

type formField struct {
	enter.Field
	ID, Wrong string
	Value     string // of a field with one answer
}

// Chosen tells whether an option is chosen.
func (f formField) Chosen(value string) bool { return slices.Contains(f.Values, value) }

// Later are the fields that as a rule have no answer yet.
func (p formPage) Later() []formField {
	return slices.DeleteFunc(slices.Clone(p.Fields), func(f formField) bool { return !f.Field.Later })
}

// LaterOpen tells whether any of them has one, or something wrong with it.
func (p formPage) LaterOpen() bool {
	return slices.ContainsFunc(p.Later(), func(f formField) bool { return f.Value != "" || f.Wrong != "" })
}

// fill shows the fields with the answers that were given; as they begin where there are none.
func (p *formPage) fill(fields []enter.Field, v enter.Values, wrong enter.Mistakes) {
	for i, f := range fields {
		field := formField{Field: f, ID: "f" + strings.ReplaceAll(f.Name, "_", "-"), Wrong: wrong.Of(fields[i].Name)}
		if v != nil {
			field.Values = v[f.Name]
		}
		if len(field.Values) > 0 {
			field.Value = field.Values[0]
		}
		p.Fields = append(p.Fields, field)
	}
	if whole := wrong.Of(""); whole != "" {
		p.Wrong = append(p.Wrong, whole)
	}
}

// A task is what a form is for: an act, or a new entry.
type task struct {
	desk   *enter.Desk
	fields []enter.Field
	make   func(v enter.Values) (enter.Made, error)
	page   formPage
	see    places.Place // where the client sees what is written
}

func (w *writer) showItem(rw http.ResponseWriter, r *http.Request) {
	if t := w.itemTask(rw, r); t != nil {
		t.page.fill(t.fields, nil, nil)
		w.show(rw, r, http.StatusOK, "write-form.html", t.page)
	}
}

func (w *writer) postItem(rw http.ResponseWriter, r *http.Request) {
	if t := w.itemTask(rw, r); t != nil {
		w.perform(rw, r, t)
	}
}

// itemTask finds the item and the act that a request names, among those that are open.
func (w *writer) itemTask(rw http.ResponseWriter, r *http.Request) *task {
	d := w.deskOf(rw, r)
	if d == nil {
		return nil
	}
	item := d.Find(r.FormValue("item"))
	if item == nil {
		w.gone(rw, r, d)
		return nil
	}
	act := &item.Acts[0]
	if name := r.FormValue("do"); name != "" {
		if act = item.Act(name); act == nil {
			w.gone(rw, r, d)
			return nil
		}
	}
	t := &task{desk: d, fields: act.Fields, make: act.Edits, page: formPage{
		writePage: w.page(d, act.Title), What: item.Text, At: item.Position.String(), Editor: template.URL(w.editor(item.Position)),
		Choices: w.acts(d, item, act.Name), Action: writeURL("item"),
	}}
	t.page.Hidden = append(t.page.Hidden, enter.Option{Value: "item", Text: item.Address}, enter.Option{Value: "do", Text: act.Name})
	t.see = places.Progress.Of(d.Engagement.Content.ID)
	if id, ok := strings.CutPrefix(item.Address, "journal/"); ok {
		id, _, _ = strings.Cut(id, "#")
		t.see = places.Journal.Of(d.Engagement.Content.ID).At(id)
	}
	return t
}

// gone says that an item is open no longer, and shows what was entered about it: nothing is lost.
func (w *writer) gone(rw http.ResponseWriter, r *http.Request, d *enter.Desk) {
	p := struct {
		writePage
		Entered []enter.Option
	}{writePage: w.page(d, "It is open no longer")}
	if r.Method == http.MethodPost {
		for name, values := range r.PostForm {
			if !slices.Contains([]string{"form", "client", "engagement", "item", "do", "step", "expect"}, name) {
				p.Entered = append(p.Entered, enter.Option{Value: name, Text: strings.Join(values, ", ")})
			}
		}
		slices.SortFunc(p.Entered, func(a, b enter.Option) int { return strings.Compare(a.Value, b.Value) })
		w.show(rw, r, http.StatusConflict, "write-gone.html", p)
		return
	}
	w.show(rw, r, http.StatusNotFound, "write-gone.html", p)
}

func (w *writer) showNew(rw http.ResponseWriter, r *http.Request) {
	t := w.newTask(rw, r, enter.Values(r.URL.Query()))
	if t != nil {
		t.page.fill(t.fields, nil, nil)
		w.show(rw, r, http.StatusOK, "write-form.html", t.page)
	}
}

func (w *writer) postNew(rw http.ResponseWriter, r *http.Request) {
	if t := w.newTask(rw, r, nil); t != nil {
		w.perform(rw, r, t)
	}
}

// newTask begins a new entry of the kind that a request names.
func (w *writer) newTask(rw http.ResponseWriter, r *http.Request, given enter.Values) *task {
	d := w.deskOf(rw, r)
	if d == nil {
		return nil
	}
	kind := content.Kind(r.FormValue("kind"))
	if kind == "" {
		kind = content.UpdateKind
	}
	if kind.Info() == nil {
		w.missing(rw, r)
		return nil
	}
	fields, err := d.NewFields(kind, given)
	if err != nil {
		w.failed(rw, r, err)
		return nil
	}
	t := &task{desk: d, fields: fields, page: formPage{writePage: w.page(d, "New "+string(kind)), Choices: w.kinds(d, kind), Action: writeURL("new")},
		make: func(v enter.Values) (enter.Made, error) { return d.NewEntry(kind, v) }}
	t.page.Hidden = append(t.page.Hidden, enter.Option{Value: "kind", Text: string(kind)})
	t.see = places.Journal.Of(d.Engagement.Content.ID)
	return t
}

// perform shows what the answers of a form would change, or writes it where that was seen.
func (w *writer) perform(rw http.ResponseWriter, r *http.Request, t *task) {
	v := enter.Values(r.PostForm)
	if r.PostForm.Get("step") == "quick" {
		v = begun(t.fields)
	}
	answer := func(status int, wrong enter.Mistakes) {
		t.page.fill(t.fields, v, wrong)
		w.show(rw, r, status, "write-form.html", t.page)
	}
	made, err := t.make(v)
	var changes []edits.Change
	if err == nil {
		changes, err = edits.Apply(made.Edits, w.Root.ReadFile)
	}
	var wrong enter.Mistakes
	var style *front.StyleError
	switch {
	case errors.As(err, &wrong):
		answer(http.StatusUnprocessableEntity, wrong)
		return
	case errors.As(err, &style):
		t.page.Wrong = []string{"The file is written in a way that cannot be edited here: " + err.Error() + ". Enter it by hand."}
		answer(http.StatusUnprocessableEntity, nil)
		return
	case err != nil:
		w.failed(rw, r, err)
		return
	case len(changes) == 0:
		t.page.Wrong = []string{"The file says all this already."}
		answer(http.StatusOK, nil)
		return
	}
	id := t.desk.Client.Content.ID
	problems, err := generator.Try(r.Context(), w.workspaceOf(), w.asOf(), id, changes)
	if err != nil {
		w.failed(rw, r, err)
		return
	}
	if len(problems) > 0 {
		t.page.Problems = said(problems)
		answer(http.StatusUnprocessableEntity, nil)
		return
	}
	t.page.Expect = edits.Sum(changes)
	for i := range changes {
		t.page.Diffs = append(t.page.Diffs, changes[i].Diff())
	}
	t.page.Body = rendered(v.Words(enter.BodyField))
	switch r.PostForm.Get("step") {
	case "write":
		t.page.Stale = r.PostForm.Get("expect") != t.page.Expect
	case "quick":
		t.page.Stale = r.PostForm.Get("expect") != sumOf(changes[0].Before)
	default:
		answer(http.StatusOK, nil)
		return
	}
	stale := (*edits.StaleError)(nil)
	if !t.page.Stale {
		err := w.write(r.Context(), t.desk.Provider, &done{Subject: made.Subject, changes: changes, Href: "/" + t.see.Under(t.desk.Client.Content.Address+"/")})
		if err == nil {
			w.written(rw)
			return
		}
		switch {
		case errors.As(err, &stale):
			t.page.Stale = true
		case errors.Is(err, edits.ErrLink):
			t.page.Diffs, t.page.Wrong = nil, []string{"Nothing was written: " + err.Error() + "."}
			answer(http.StatusUnprocessableEntity, nil)
			return
		default:
			w.failed(rw, r, err)
			return
		}
	}
	answer(http.StatusConflict, nil)
}

// begun are the answers with which fields begin.
func begun(fields []enter.Field) enter.Values {
	v := enter.Values{}
	for _, f := range fields {
		v[f.Name] = f.Values
	}
	return v
}

func said(problems []diag.Problem) []string {
	all := make([]string, len(problems))
	for i, p := range problems {
		all[i] = p.String()
	}
	return all
}

// rendered is a body as its reader sees it, but for its links and figures.
func rendered(body string) template.HTML {
	if body == "" {
		return ""
	}
	var problems diag.List
	return markdown.New().Convert([]byte(body), markdown.Context{HeadingBase: 4, IDPrefix: "body-", Resolve: func(markdown.Link) (markdown.Target, error) {
		return markdown.Target{Href: "#"}, nil
	}}, &problems).HTML
}
