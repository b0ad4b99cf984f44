package intake

import (
	"slices"
	"strconv"
	"strings"

	"rapport/generator/answer"
	"rapport/generator/content"
	"rapport/generator/edits"
	"rapport/generator/front"
	"rapport/generator/scaffold"
)

// A client's answers before the work begins stand in client.md in its own words, and become what
// the question says beside them: a goal, why it matters, a constraint. How somebody likes to
// hear from the provider goes to the contact who said so. A person whom the client names becomes a contact
// who decides on nothing yet: who may decide is not believed because a message says so.

// kickoff writes the answers of the kickoff page.
func (w *writer) kickoff() {
	w.What = "answers before the work begins"
	if !w.decides() {
		w.draft(w.Contact.Name + " does not decide for the client")
		return
	}
	k := &starter{writer: w, file: w.c.Path}
	k.ask("", w.Provider.CommonAsks())
	for i := range w.Provider.Services {
		s := &w.Provider.Services[i]
		k.ask(s.ID, s.Asks)
	}
	k.prefers()
	k.person()
	if len(k.edits) == 0 {
		w.Outcome = Already
		return
	}
	w.Outcome = Written
	w.edits = k.edits
}

// A starter collects the edits of client.md.
type starter struct {
	*writer
	file  string
	edits []edits.Edit
	goals []string // ids of new ones
}

func (k *starter) append(key string, value *front.Node) {
	k.edits = append(k.edits, edits.Edit{File: k.file, At: front.At(key), Value: value, More: true, After: clientKeys})
}

// clientKeys are the keys of client.md behind which a new list stands.
var clientKeys = []string{"name", "since", "access", "address", "aliases", "locale", "register", "timezone", "currency", "brand", "holidays", "closures", "contacts", "goals", "constraints", "answers"}

// ask takes up the answers to the questions of a service; "" for those that no service asks.
func (k *starter) ask(service string, asks []content.Ask) {
	goal := -1 // the place of the goal to which why belongs, in edits
	for _, q := range asks {
		words := strings.TrimSpace(visible(k.m.Answer.Get(answer.AskField(service, q.ID))))
		name := content.AskName(service, q.ID)
		before := k.c.Answered(name)
		if words == "" || before != nil && before.Words == words {
			continue
		}
		k.append("answers", front.MapOf().With("to", front.Text(name)).With("words", front.Text(words)).
			With("by", front.Text(k.Contact.ID)).With("on", front.Bare(k.day.String())))
		switch {
		case before != nil: // what it became then is for the provider to change
		case q.Into == content.IntoGoals && !slices.ContainsFunc(k.c.Goals, func(g content.Goal) bool { return g.Want.Raw == inline(words) }):
			goal = len(k.edits)
			k.append("goals", k.goal(front.MapOf().With("id", front.Text(k.goalID(words))).With("want", front.Text(inline(words)))))
		case q.Into == content.IntoWhy && goal >= 0:
			wanted := k.edits[goal].Value
			k.edits[goal].Value = k.goal(front.MapOf().With("id", wanted.Get("id")).With("want", wanted.Get("want")).With("why", front.Text(inline(words))))
		case q.Into == content.IntoConstraints && !slices.ContainsFunc(k.c.Constraints, func(t content.Text) bool { return t.Raw == inline(words) }):
			k.append("constraints", front.Text(inline(words)))
		}
	}
}

// goal is a goal with who said so, and where.
func (k *starter) goal(wanted *front.Node) *front.Node {
	return wanted.With("by", front.Text(k.Contact.ID)).With("on", front.Bare(k.day.String())).With("source", sourceNode(k.m, k.c.Zone))
}

// goalID names a goal by the first words of what is wanted.
func (k *starter) goalID(words string) string {
	return k.unique(firstWords(words, 3), "goal", func(id string) bool {
		return slices.Contains(k.goals, id) || slices.ContainsFunc(k.c.Goals, func(g content.Goal) bool { return g.ID == id })
	}, &k.goals)
}

func (k *starter) unique(words, otherwise string, isTaken func(id string) bool, names *[]string) string {
	slug := scaffold.Slug(words)
	if slug == "" {
		slug = otherwise
	}
	id := slug
	for n := 2; isTaken(id); n++ {
		id = slug + "-" + strconv.Itoa(n)
	}
	*names = append(*names, id)
	return id
}

func firstWords(s string, n int) string {
	all := strings.Fields(s)
	return strings.Join(all[:min(n, len(all))], " ")
}

// prefers takes up how the contact likes to hear from the provider.
func (k *starter) prefers() {
	at := front.At("contacts").ID(k.Contact.ID).Key("prefers")
	set := func(key, field, now string, choices ...string) {
		value := strings.ToLower(strings.TrimSpace(k.m.Answer.Get(field)))
		if value != now && slices.Contains(choices, value) {
			k.edits = append(k.edits, edits.Edit{File: k.file, At: at.Key(key), Value: front.Text(value), After: []string{"by"}})
		}
	}
	set("by", answer.PrefersByField, k.Contact.Prefers.By, "mail", "phone", "portal")
	set("news", answer.PrefersNewsField, k.Contact.Prefers.News, newsChoices...)
}

// news takes up how often the contact wants to be mailed what is new, which is its own to say.
func (w *writer) news() {
	k := &starter{writer: w, file: w.c.Path}
	w.What = "wish for news"
	often := strings.ToLower(strings.TrimSpace(w.m.Answer.Choice))
	if !slices.Contains(newsChoices, often) {
		w.draft("it does not say how often news are wanted")
		return
	}
	w.m.Answer.Set(answer.PrefersNewsField, often)
	k.prefers()
	if len(k.edits) == 0 {
		w.Outcome = Already
		return
	}
	w.Outcome, w.edits = Written, k.edits
	contact := w.Contact
	w.then = append(w.then, func() { contact.Prefers.News = often })
}

// newsChoices are how often somebody is mailed what is new.
var newsChoices = []string{"each", "weekly", "none"}

// person takes up somebody whom the client names. What that person decides on is kept among the
// client's words alone.
func (k *starter) person() {
	a := &k.m.Answer
	name, address := oneLine(a.Get(answer.ContactNameField)), strings.TrimSpace(a.Get(answer.ContactEmailField))
	known := slices.ContainsFunc(k.c.Contacts, func(p content.Person) bool { return p.Name == name || sameAddress(p.Email, address) })
	if name == "" || known {
		return
	}
	var names []string
	id := k.unique(firstWords(name, 1), "contact", func(id string) bool {
		p, _ := k.c.Person(id)
		return p != nil
	}, &names)
	person := front.MapOf().With("id", front.Text(id)).With("name", front.Text(name))
	if role := inline(a.Get(answer.ContactRoleField)); role != "" {
		person = person.With("role", front.Text(role))
	}
	if _, err := content.ParseEmail(address); err == nil {
		person = person.With("email", front.Text(address))
	}
	k.append("contacts", person)
	if decides := oneLine(a.Get(answer.ContactDecidesField)); decides != "" {
		e := k.home()
		if e == nil {
			return
		}
		k.edits = append(k.edits, k.newEntry(e, content.QuestionKind, escape(clipped(name+": "+decides, 80)), []line{
			{"draft", front.Bare("true")}, {"by", front.Text(k.Contact.ID)}, {"source", sourceNode(k.m, k.c.Zone)},
			{"internal", front.MapOf().With("reason", front.Text("the client says what "+name+" decides on; add it to decides at the contact "+id+" in client.md if it is so, and delete this draft"))},
		}, body(decides)))
	}
}

// still takes up whether a goal is still true.
func (w *writer) still() {
	id, ok := strings.CutPrefix(w.m.Answer.Item, "goals/")
	i := slices.IndexFunc(w.c.Goals, func(g content.Goal) bool { return g.ID == id })
	if !ok || i < 0 {
		w.draft("the client has no such goal")
		return
	}
	g := &w.c.Goals[i]
	w.What = "word about the goal " + quote(w.plain(g.Want))
	switch {
	case !w.decides():
		w.draft(w.Contact.Name + " does not decide for the client")
		return
	case w.m.Answer.Choice == answer.Changed:
		w.draft("the goal is no longer what the client wants; talk about it, and write it anew in client.md")
		return
	case w.m.Answer.Choice != answer.StillTrue:
		w.draft("it does not say whether the goal is still true")
		return
	case g.On >= w.day:
		w.standing(true)
		return
	}
	e := &edits.Editor{File: w.c.Path, Below: front.At("goals").ID(id)}
	e.Set("by", front.Text(w.Contact.ID))
	e.Set("on", front.Bare(w.day.String()))
	w.write(e, w.What)
	w.then = append(w.then, func() { g.On, g.By.ID = w.day, w.Contact.ID })
}
