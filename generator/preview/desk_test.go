package preview

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"rapport/generator/desk"
	"rapport/generator/facts"
	"rapport/generator/live"
)

func TestTheDeskHasTheMostUrgentClientsFirst(t *testing.T) {
	overview := func(id string, health facts.HealthState, rows ...desk.Group) *live.Overview {
		o := &live.Overview{ID: id, Name: id, Address: id, Health: health}
		for _, g := range rows {
			o.Rows = append(o.Rows, desk.Row{Group: g})
		}
		return o
	}
	broken := overview("broken", "")
	broken.Broken = true
	table := tabler{s: &server{}, prefix: "/", sums: map[string]string{}}
	var clients []deskClient
	for _, o := range []*live.Overview{
		overview("calm", facts.Green, desk.Week), overview("waits", facts.Green, desk.Waiting), overview("unsaid", facts.Amber, desk.Unsaid),
		overview("late", facts.Amber, desk.Late), overview("burns", facts.Red), broken, overview("later", facts.Amber, desk.Late, desk.Late),
	} {
		clients = append(clients, table.client(o))
	}
	var got []string
	for _, c := range deskTables(clients)[0].Clients {
		got = append(got, c.ID)
	}
	if want := []string{"broken", "burns", "later", "late", "unsaid", "waits", "calm"}; !slices.Equal(got, want) {
		t.Errorf("the order is %v, want %v", got, want)
	}
}

// Of hundreds of clients nobody sees more than a few screens at once.
func TestTheDeskIsCalmWithManyClients(t *testing.T) {
	var clients []deskClient
	for i := range 500 {
		c := deskClient{ID: fmt.Sprint(i)}
		if i%2 == 0 {
			c.urgency[1] = 1
		}
		clients = append(clients, c)
	}
	var got []string
	for _, table := range deskTables(clients) {
		got = append(got, fmt.Sprintf("%q %d", table.Title, len(table.Clients)))
	}
	want := []string{`"" 40`, `"210 more with something to do" 210`, `"250 with nothing late, unsaid, due today or waiting" 250`}
	if !slices.Equal(got, want) {
		t.Errorf("the tables are %v, want %v", got, want)
	}
}

func TestAClientOnTheDeskOpensToFiveThingsAndLeadsToAll(t *testing.T) {
	o := &live.Overview{ID: "acme", Name: "Acme", Address: "acme"}
	for i := range 8 {
		o.Rows = append(o.Rows, desk.Row{Group: desk.Group(i / 3)})
	}
	shown := func(all bool) (groups []int, c deskClient) {
		table := tabler{s: &server{}, prefix: "/", all: all, sums: map[string]string{}}
		c = table.client(o)
		for _, g := range c.Groups {
			groups = append(groups, len(g.Rows))
		}
		return groups, c
	}
	if groups, c := shown(false); !slices.Equal(groups, []int{3, 2}) || c.More != 3 || c.MoreHref != "/?client=acme" || c.Open {
		t.Errorf("it opens to %v and leads to %d more at %q", groups, c.More, c.MoreHref)
	}
	if groups, c := shown(true); !slices.Equal(groups, []int{3, 3, 2}) || c.More != 0 || !c.Open {
		t.Errorf("alone it has %v", groups)
	}
	s := serve(t, workspace(t, small), nil)
	if _, page := s.get("/?client=client-00001"); !bytes.Contains(page, []byte(`id="c_client-00001" open`)) || bytes.Contains(page, []byte("c_client-00002")) {
		t.Errorf("the desk of one client is\n%s", page)
	}
}

// Whose lateness it is stands in the title: a client that is late makes nobody else late.
func TestTheTitleOfTheDeskSaysWhoIsLate(t *testing.T) {
	row := func(g desk.Group, late int) desk.Row { return desk.Row{Group: g, Late: late} }
	waits, waitsLate := row(desk.Waiting, 0), row(desk.Waiting, 6)
	for want, rows := range map[string][]desk.Row{
		"Nothing of yours is late, unsaid or due today":                                            {row(desk.Week, 0)},
		"Nothing of yours is late, unsaid or due today; 1 thing waits for a client":                {waits},
		"Nothing of yours is late, unsaid or due today; 1 thing waits for a client, and is late":   {waitsLate},
		"Nothing of yours is late, unsaid or due today; 3 things wait for clients, 2 of them late": {waits, waitsLate, waitsLate},
		"1 thing of yours is late; 2 things wait for clients":                                      {row(desk.Late, 2), waits, waits},
		"2 things of yours are late, 1 unsaid, 1 due today":                                        {row(desk.Late, 2), row(desk.Late, 1), row(desk.Unsaid, 0), row(desk.Today, 0)},
	} {
		if got := deskTitle([]*live.Overview{{Rows: rows}}); got != want {
			t.Errorf("the title is %q, want %q", got, want)
		}
	}
}
