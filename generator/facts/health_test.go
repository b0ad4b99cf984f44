package facts

import (
	"fmt"
	"strings"
	"testing"
)

func sayOpen(o OpenItem) string {
	return fmt.Sprintf("%s %s %s #%d who %s due %s age %d overdue %d", o.Side, o.Kind, o.Ref, o.Index, o.Who, orNone(o.Due), o.Age, o.Overdue)
}

func sayReason(r Reason) string {
	s := fmt.Sprintf("%s %s %s on %s days %d", r.State, r.Kind, r.Ref, orNone(r.On), r.Days)
	if r.Share != 0 {
		s += fmt.Sprint(" share ", r.Share)
	}
	return s
}

// news is what keeps an engagement from being silent, and no reason for anything.
const news = "-- journal/2026-09-25-news.md --\nkind: lesson\ntitle: Seen\n"

// As of Wed 2026-09-30. A request of 09-21 has to be resolved by 09-23.
func TestHealthReasons(t *testing.T) {
	requests := func(met, missed int) string {
		text := "-- data/requests.csv --\nid,type,title,opened,responded,resolved\n"
		for i := range met + missed {
			resolved := "2026-09-22 10:00"
			if i >= met {
				resolved = "2026-09-24 10:00"
			}
			text += fmt.Sprintf("r%d,change,x,2026-09-21 09:00,2026-09-21 10:00,%s\n", i, resolved)
		}
		return text
	}
	retainer := func(hours string) string {
		return "pricing: [{id: care, item: a, model: retainer, amount: 1, per: month, includes: 10h}]\n-- data/time.csv --\ndate,hours,item\n2026-09-01," + hours + ",care\n"
	}
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		// After Wed 09-23 five working days pass by 09-30.
		{"a milestone late by five working days", "plan: [{id: live, what: a, due: 2026-09-23}]\n", "amber milestone-late live on 2026-09-23 days 5"},
		{"a milestone late by more", "plan: [{id: live, what: a, due: 2026-09-22}]\n", "red milestone-late live on 2026-09-22 days 6"},
		{"a milestone that was done late is no reason", "plan: [{id: live, what: a, due: 2026-09-22, done: 2026-09-30}]\n", ""},
		{"a milestone slipping", "plan: [{id: live, what: a, due: 2026-10-05, forecast: 2026-10-07}]\n", "amber milestone-slipping live on 2026-10-05 days 2"},
		{"an incident of ours", "-- journal/2026-09-28-i.md --\nkind: incident\ntitle: I\nstarted: 2026-09-28 10:00\nours: true\n", "red incident-open 2026-09-28-i on 2026-09-28 days 2"},
		{"an incident of another", "-- journal/2026-09-28-i.md --\nkind: incident\ntitle: I\nstarted: 2026-09-28 10:00\nours: false\n", ""},
		{"an incident resolved", "-- journal/2026-09-28-i.md --\nkind: incident\ntitle: I\nstarted: 2026-09-28 10:00\nresolved: 2026-09-28 11:00\nours: true\n", ""},
		{"an incident resolved later than as-of", "-- journal/2026-09-28-i.md --\nkind: incident\ntitle: I\nstarted: 2026-09-28 10:00\nresolved: 2026-10-01\nours: true\n", "red incident-open 2026-09-28-i on 2026-09-28 days 2"},
		// September has 22 working days, 21 of them before the 30th: 10.5 hours are a pace of exactly 1.1.
		{"a retainer used up", retainer("10"), ""},
		{"a retainer over", retainer("10.1"), "amber retainer-over care on - days 0 share 1.01"},
		{"a pace of ten per cent more", retainer("10.5"), "amber retainer-over care on - days 0 share 1.05"},
		{"a retainer ahead of its time", retainer("10.6"), "amber retainer-over care on - days 0 share 1.06|amber retainer-pace care on - days 0 share 1.1104761904761904"},
		{"a retainer at 125 per cent", retainer("12.5"), "amber retainer-over care on - days 0 share 1.25|amber retainer-pace care on - days 0 share 1.3095238095238095"},
		{"a retainer far over", retainer("12.6"), "red retainer-over care on - days 0 share 1.26|amber retainer-pace care on - days 0 share 1.32"},
		{"four of five resolved in time", requests(4, 1), ""},
		{"three of five resolved in time", requests(3, 2), "red turnaround-low  on - days 0 share 0.6"},
		{"too few to tell", requests(0, 4), ""},
		// Opened Mon 09-21 it is due on Wed 09-23, five working days ago; opened Fri 09-18, on Tue 09-22.
		{"a request late by five working days", "-- data/requests.csv --\nid,type,title,opened,responded\nr,change,x,2026-09-21 09:00,2026-09-21 10:00\n", "amber request-late r on 2026-09-23 days 5"},
		{"a request late by more", "-- data/requests.csv --\nid,type,title,opened,responded\nr,change,x,2026-09-18 09:00,2026-09-18 10:00\n", "red request-late r on 2026-09-22 days 6"},
		{"a request late by hours", "-- data/requests.csv --\nid,type,title,opened,responded\nr,change,x,2026-09-28 09:00,2026-09-28 10:00\n", "amber request-late r on 2026-09-30 days 0"},
		{"a request that is not late yet", "-- data/requests.csv --\nid,type,title,opened\nr,change,x,2026-09-29 09:00\n", ""},
		{"a request resolved late", "-- data/requests.csv --\nid,type,title,opened,responded,resolved\nr,change,x,2026-09-18 09:00,2026-09-18 10:00,2026-09-30\n", ""},
		{"an input overdue", "inputs: [{id: texts, what: a, from: joost, due: 2026-09-28}]\n", "amber client-overdue texts on 2026-09-28 days 2"},
		{"an input due on Saturday is due on Monday", "inputs: [{id: texts, what: a, from: joost, due: 2026-09-26}]\n", "amber client-overdue texts on 2026-09-28 days 2"},
		{"an input due today", "inputs: [{id: texts, what: a, from: joost, due: 2026-09-30}]\n", ""},
		{"a recurring input counts once", "start: 2026-09-14\ninputs: [{id: sales, what: a, from: joost, every: weekly on monday}]\n", "amber client-overdue sales on 2026-09-14 days 12"},
		{"a question of the client's overdue", "-- journal/2026-09-01-q.md --\nkind: question\ntitle: Q\nto: joost\nneeded_by: 2026-09-29\n", "amber client-overdue 2026-09-01-q on 2026-09-29 days 1"},
		{"a question of ours is another matter", "-- journal/2026-09-01-q.md --\nkind: question\ntitle: Q\nto: mara\nneeded_by: 2026-09-29\n", ""},
		{"a decision overdue", "-- journal/2026-09-01-d.md --\nkind: decision\ntitle: D\nneeded_by: 2026-09-29\n", "amber client-overdue 2026-09-01-d on 2026-09-29 days 1"},
		// Five working days after Tue 09-22 are Tue 09-29.
		{"a decision that names no day", "-- journal/2026-09-22-d.md --\nkind: decision\ntitle: D\n", "amber client-overdue 2026-09-22-d on 2026-09-29 days 1"},
		{"a question that names no day", "-- journal/2026-09-22-q.md --\nkind: question\ntitle: Q\n", "amber client-overdue 2026-09-22-q on 2026-09-29 days 1"},
		{"one of a day later", "-- journal/2026-09-23-q.md --\nkind: question\ntitle: Q\n", ""},
		{"a decision taken late", "-- journal/2026-09-01-d.md --\nkind: decision\ntitle: D\nneeded_by: 2026-09-29\ndecided: 2026-09-30\n", ""},
		{"a decision of ours", "-- journal/2026-09-01-d.md --\nkind: decision\ntitle: D\nto: tijn\nneeded_by: 2026-09-29\n", ""},
		{"a risk of six", "-- journal/2026-09-01-r.md --\nkind: risk\ntitle: R\nlikelihood: 2\nimpact: 3\n", "amber risk-open 2026-09-01-r on 2026-09-01 days 0"},
		{"a risk of four", "-- journal/2026-09-01-r.md --\nkind: risk\ntitle: R\nlikelihood: 2\nimpact: 2\n", ""},
		{"a risk closed", "-- journal/2026-09-01-r.md --\nkind: risk\ntitle: R\nlikelihood: 2\nimpact: 3\nclosed: 2026-09-30\n", ""},
		{"a concern of five working days", "-- journal/2026-09-23-c.md --\nkind: concern\ntitle: C\n", ""},
		{"a concern of six", "-- journal/2026-09-22-c.md --\nkind: concern\ntitle: C\n", "amber concern-open 2026-09-22-c on 2026-09-22 days 6"},
		{"a concern settled", "-- journal/2026-09-22-c.md --\nkind: concern\ntitle: C\nsettled: 2026-09-29\n", ""},
		{"a figure off", "kpis: [{id: k, name: K, direction: up, target: 10, series: {2026-08: 1}}]\n", "amber kpi-off k on 2026-08-31 days 0"},
		{"a figure that is old", "kpis: [{id: k, name: K, direction: up, target: 10, series: {2026-07: 1}}]\n", "amber kpi-off k on 2026-07-31 days 0"},
		{"a figure that is too old", "kpis: [{id: k, name: K, direction: up, target: 10, series: {2026-06: 1}}]\n", ""},
		{"a figure near", "kpis: [{id: k, name: K, direction: up, target: 10, series: {2026-08: 9.5}}]\n", ""},
		{"an update overdue", "start: 2026-09-21\nrhythm: {update: weekly on friday}\n", "amber rhythm-overdue update on 2026-09-25 days 3"},
		{"feedback not asked is no reason", "start: 2026-07-01\nrhythm: {feedback: quarterly on 15}\n", ""},
		{"red before amber, by name", "inputs: [{id: texts, what: a, from: joost, due: 2026-09-28}, {id: photos, what: a, from: joost, due: 2026-09-28}]\nplan: [{id: live, what: a, due: 2026-09-22}]\n",
			"red milestone-late live on 2026-09-22 days 6|amber client-overdue photos on 2026-09-28 days 2|amber client-overdue texts on 2026-09-28 days 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := derive(t, "2026-09-30", c.text+news).Health
			var want []string
			state := Green
			if c.want != "" {
				want = strings.Split(c.want, "|")
				word, _, _ := strings.Cut(c.want, " ")
				state = HealthState(word)
			}
			check(t, lines(h.Reasons, sayReason), want...)
			if h.State != state {
				t.Errorf("health is %s, want %s", h.State, state)
			}
		})
	}
}

func TestTheProvidersOwnWordIsThatOfTheLatestUpdate(t *testing.T) {
	const text = "-- journal/2026-09-04-a.md --\nkind: update\ntitle: A\nhealth: amber\n-- journal/2026-09-11-b.md --\nkind: update\ntitle: B\nhealth: green\n-- journal/2026-09-18-c.md --\nkind: update\ntitle: C\n"
	for _, c := range []struct {
		asOf   string
		stated HealthState
		entry  string
	}{
		{"2026-09-03", "", ""},
		{"2026-09-10", "amber", "2026-09-04-a"},
		{"2026-09-17", "green", "2026-09-11-b"},
		{"2026-09-18", "", ""},
	} {
		h := derive(t, c.asOf, text).Health
		entry := ""
		if h.Entry != nil {
			entry = h.Entry.ID
		}
		if h.Stated != c.stated || entry != c.entry {
			t.Errorf("as of %s: stated %q by %q, want %q by %q", c.asOf, h.Stated, entry, c.stated, c.entry)
		}
	}
}

func TestOpenItems(t *testing.T) {
	// As of Wed 2026-09-30; the start is Mon 2026-08-31, 22 working days ago.
	e := derive(t, "2026-09-30", `start: 2026-08-31
inputs:
  - {id: texts, what: a, from: joost, due: 2026-09-28}
  - {id: photos, what: a, from: joost, due: 2026-10-28}
  - {id: logo, what: a, from: joost, due: 2026-09-01, received: 2026-09-02}
-- journal/2026-09-22-q.md --
kind: question
title: Q
to: mara
needed_by: 2026-09-29
-- journal/2026-09-22-d.md --
kind: decision
title: D
-- journal/2026-09-23-c.md --
kind: change
title: C
state: proposed
-- journal/2026-09-23-n.md --
kind: concern
title: N
-- journal/2026-09-23-f.md --
kind: feedback
title: F
from: joost
asked: 2026-09-24
-- journal/2026-09-24-m.md --
kind: meeting
title: M
actions: [{what: a, who: mara, due: 2026-09-25, done: 2026-09-25}, {what: b, who: tijn, due: 2026-10-01}]
-- reports/2026-08.md --
title: R
date: 2026-09-15
-- data/requests.csv --
id,type,title,opened,responded,resolved
done,change,x,2026-09-21 09:00,2026-09-21 10:00,2026-09-21 11:00
open,change,x,2026-09-29 09:00,2026-09-29 10:00,
`)
	check(t, lines(e.Open, sayOpen),
		"client input texts #0 who joost due 2026-09-28 age 22 overdue 2",
		"client decision 2026-09-22-d #0 who  due 2026-09-29 age 6 overdue 1",
		"provider question 2026-09-22-q #0 who mara due 2026-09-29 age 6 overdue 1",
		"provider action 2026-09-24-m #1 who tijn due 2026-10-01 age 4 overdue 0",
		"provider request open #0 who  due 2026-10-01 age 1 overdue 0",
		"client input photos #0 who joost due 2026-10-28 age 22 overdue 0",
		"client review 2026-08 #0 who  due - age 11 overdue 0",
		"client change 2026-09-23-c #0 who  due - age 5 overdue 0",
		"provider concern 2026-09-23-n #0 who  due - age 5 overdue 0",
		"client feedback 2026-09-23-f #0 who joost due - age 4 overdue 0")
	check(t, lines(e.Open, func(o OpenItem) string {
		of := "nothing"
		switch {
		case o.Input != nil:
			of = "input " + o.Input.Content.ID
		case o.Request != nil:
			of = "request " + o.Request.Content.ID
		case o.Report != nil:
			of = "report " + o.Report.ID
		case o.Entry != nil:
			of = "entry " + o.Entry.ID
		}
		_, at, _ := strings.Cut(o.At.String(), "/shop/")
		return fmt.Sprintf("%s %q %s %s", o.Kind, o.Subject.Raw, of, at)
	}),
		`input "a" input texts engagement.md:11:5`,
		`decision "D" entry 2026-09-22-d journal/2026-09-22-d.md:3:8`,
		`question "Q" entry 2026-09-22-q journal/2026-09-22-q.md:3:8`,
		`action "b" entry 2026-09-24-m journal/2026-09-24-m.md:4:68`,
		`request "x" request open data/requests.csv:3`,
		`input "a" input photos engagement.md:12:5`,
		`review "R" report 2026-08 reports/2026-08.md:2:8`,
		`change "C" entry 2026-09-23-c journal/2026-09-23-c.md:3:8`,
		`concern "N" entry 2026-09-23-n journal/2026-09-23-n.md:3:8`,
		`feedback "F" entry 2026-09-23-f journal/2026-09-23-f.md:3:8`)
}

func TestSilenceIsNeverGreen(t *testing.T) {
	// The start is Mon 2026-03-02; Fri 03-13 is the tenth working day. 20 working days after Wed 09-02 are Wed 09-30.
	for _, c := range []struct{ name, asOf, text, want string }{
		{"just begun", "2026-03-02", "", "unknown, just begun"},
		{"the last of the first days", "2026-03-15", "", "unknown, just begun"},
		{"nothing after that", "2026-03-16", "", "unknown"},
		{"an entry", "2026-09-29", "-- journal/2026-09-02-l.md --\nkind: lesson\ntitle: L\n", "green"},
		{"an entry too long ago", "2026-09-30", "-- journal/2026-09-02-l.md --\nkind: lesson\ntitle: L\n", "unknown"},
		{"an entry that has not come", "2026-09-30", "-- journal/2026-10-02-l.md --\nkind: lesson\ntitle: L\n", "unknown"},
		{"a report", "2026-09-29", "-- reports/2026-08.md --\ntitle: R\ndate: 2026-09-02\n", "green"},
		{"a request", "2026-09-29", "-- data/requests.csv --\nid,type,title,opened,responded,resolved\nr,change,x,2026-09-02 09:00,2026-09-02,2026-09-02\n", "green"},
		{"hours", "2026-09-29", "-- data/time.csv --\ndate,hours\n2026-09-02,1\n", "green"},
		{"a figure", "2026-09-27", "kpis: [{id: k, name: K, series: {2026-08: 1}}]\n", "green"},
		{"a figure of August in October", "2026-10-01", "kpis: [{id: k, name: K, series: {2026-08: 1}}]\n", "unknown"},
		{"a milestone done", "2026-09-29", "plan: [{id: live, what: a, due: 2026-09-10, done: 2026-09-02}]\n", "green"},
		{"a milestone not done yet is no news", "2026-09-29", "plan: [{id: live, what: a, due: 2026-10-10}]\n", "unknown"},
		{"an input received", "2026-09-29", "inputs: [{id: texts, what: a, from: joost, due: 2026-09-10, received: 2026-09-02}]\n", "green"},
		{"a reason is a reason", "2026-09-29", "inputs: [{id: texts, what: a, from: joost, due: 2026-04-10}]\n", "amber"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := derive(t, c.asOf, c.text).Health
			got := string(h.State)
			if h.Begun {
				got += ", just begun"
			}
			check(t, []string{got}, c.want)
		})
	}
	if Unknown.Gravity() <= Green.Gravity() || Unknown.Gravity() >= Amber.Gravity() {
		t.Error("no news is worse than good news, and better than bad")
	}
}
