package sample

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"rapport/generator/content"
	"rapport/generator/schema"
)

// WordsProvider is the provider of the clients of Words, as an archive of txtar.
//
// Everything that a client's files can hold is a word of that client's: its name
// before a hyphen, and then what the word is. What nobody may see begins with
// "hushed-".
const WordsProvider = `
-- content/provider.md --
---
name: Studio
email: studio@studio.example
timezone: Europe/Amsterdam
currency: EUR
hours: {mon-fri: [09:00-17:00]}
people: [{id: mara, name: Mara}]
internal: {note: hushed-provider, list: [hushed-provider-list]}
---
About us.
-- content/services/old.md --
---
name: hushed-service
draft: true
---
-- content/services/care.md --
---
name: Care
internal: hushed-care
---
-- content/static/robots-note.txt --
A note.
`

// Words is a client called WORD, as an archive of txtar: it has every field of every kind of file, in an engagement that is under
// way and in one that has ended, with other values by the path of their field.
func Words(other map[string]string) string {
	own := map[string]string{
		"client.access": "open", "client.address": "WORD-address", "client.aliases": "[WORD-alias]", "client.brand.logo": "WORD-logo.svg", "client.contacts.photo": "people/WORD-photo.svg",
		"client.answers.to": "want", "client.contacts.until": "2027-01-01", "idea.costs_us": "hushed-cost", "client.contacts.email": "WORD@WORD-mail.example", "client.contacts.phone": `"+31 WORD-phone"`, "provider.people.id": "mara", "engagement.lead": "mara", "engagement.service": "care", "engagement.start": "2026-03-02",
		"engagement.paused": LeftOut, "engagement.status": "active", "engagement.closed": LeftOut, "engagement.end": "2026-12-18",
		"engagement.pricing.model": "unit", "engagement.pricing.includes": LeftOut, "engagement.kpis.direction": "up",
		"engagement.pricing.carry": LeftOut, "engagement.pricing.over": LeftOut, "engagement.pricing+": "{id: WORD-extra, item: WORD-beyond, model: hourly, amount: 90}",
		"engagement.kpis.baseline.at": "2026-03-02", "engagement.kpis.series": "data/WORD-series.csv", "engagement.plan.done": LeftOut, "engagement.plan.forecast": "2028-06-01",
		"engagement.inputs.due": LeftOut, "engagement.inputs.received": LeftOut, "report.kpis": "{WORD-engagement-kpis-id: 3456}", "report.date": "2026-10-05", "report.period": "2026-Q3",
		"request.waiting.from": "2026-10-02 15:00",
	}
	for _, kind := range content.FileKinds() {
		own[kind.Name+".draft"], own[kind.Name+".accept"] = LeftOut, LeftOut
		own[kind.Name+".internal"] = "[hushed-" + kind.Name + ", {deep: hushed-deep}]"
	}
	var b strings.Builder
	for _, e := range []string{"WORD-work", "WORD-over"} {
		if e == "WORD-over" {
			maps.Copy(own, map[string]string{
				"engagement.status": "closed", "engagement.closed": "2026-10-14", "engagement.paused": "[{from: 2026-04-01, to: 2026-04-03}]",
				"engagement.pricing.model": "retainer", "engagement.pricing.per": "month", "engagement.pricing.includes": "10h",
				"engagement.pricing.carry": "1", "engagement.pricing.over": "WORD-extra",
				"engagement.kpis.direction": "down", "engagement.kpis.baseline.value": "3000", "engagement.kpis.by": "2026-12-31", "engagement.kpis.tolerance": "900%",
				"engagement.plan.done": "2026-10-06", "engagement.plan.since": "2026-09-01", "engagement.inputs.since": "2026-09-01", "engagement.inputs.every": LeftOut, "engagement.inputs.due": "2026-10-01", "engagement.inputs.received": "2026-10-05",
			})
		}
		maps.Copy(own, other)
		for _, kind := range content.FileKinds() {
			name := map[string]string{"client": "client.md", "engagement": e + "/engagement.md", "report": e + "/reports/2026-09.md"}[kind.Name]
			body := map[string]string{"client": "WORD-welcome", "engagement": "WORD-brief", "report": "WORD-told\n\n{{< kpi WORD-engagement-kpis-id >}}\n\n[WORD-link](../files/WORD-offer.txt)"}[kind.Name]
			if kind.Entry {
				name, body = e+"/journal/2026-10-09-WORD-"+kind.Name+".md", "WORD-story"
			}
			if name != "" {
				fmt.Fprintf(&b, "-- content/clients/WORD/%s --\n%s%s\n", name, Front(kind, "WORD", own), body)
			}
		}
	}
	return b.String() + wordsFiles + strings.ReplaceAll(wordsTables, "WORD-work", "WORD-over")
}

const wordsTables = `
-- content/clients/WORD/WORD-work/data/WORD-series.csv --
period,value,note
2026-08,1234,WORD-remark
2026-09,2345,
-- content/clients/WORD/WORD-work/files/WORD-offer.txt --
WORD-attachment
`

const wordsFiles = wordsTables + `
-- content/clients/WORD/WORD-logo.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>WORD-drawing</title></svg>
-- content/clients/WORD/people/WORD-photo.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>WORD-portrait</title></svg>
-- content/clients/WORD/WORD-work/data/requests.csv --
id,type,title,opened
WORD-row,WORD-engagement-turnaround-id,WORD-wish,2026-10-13 10:00
-- content/clients/WORD/WORD-work/reports/2026-10.md --
---
title: hushed-unsent-WORD
date: 2026-10-10
period: 2026-10
draft: true
---
hushed-draft
-- content/clients/WORD/WORD-work/reports/2026-11.md --
---
title: hushed-to-come-WORD
date: 2026-12-05
---
hushed-not-yet
-- content/clients/WORD/hushed-plans/engagement.md --
---
title: hushed-engagement-WORD
draft: true
---
`

// Hushed are more files of the client of Words, of which nothing may be published as of 2026-10-16: entries of every kind that are drafts, such as are dated
// later, and such as bring something on a later day; a draft of an engagement and of a report; figures of months to come; and
// what no part of the content is. Each word of them begins with hushed-.
func Hushed() string {
	own := map[string]string{
		"client.contacts.id": "WORD-client-contacts-id", "client.goals.id": "WORD-client-goals-id", "engagement.plan.id": "WORD-engagement-plan-id",
		"engagement.inputs.id": "WORD-engagement-inputs-id", "engagement.turnaround.id": "WORD-engagement-turnaround-id", "engagement.kpis.id": "WORD-engagement-kpis-id",
		"engagement.pricing.id": "WORD-engagement-pricing-id", "provider.people.id": "mara", "request.opened": "2026-10-08 10:00", "request.responded": "2026-10-08 11:00", "request.resolved": "2026-10-08 12:00",
	}
	later := map[string]string{ // its times are in order
		"request.opened": "2026-12-05 10:00", "request.responded": "2026-12-05 11:00", "request.resolved": "2026-12-05 12:00", "request.waiting": LeftOut,
		"incident.started": "2026-12-05 10:00", "incident.resolved": "2026-12-05 12:00",
	}
	var b strings.Builder
	for _, kind := range content.FileKinds() {
		if !kind.Entry {
			continue
		}
		own[kind.Name+".accept"] = LeftOut
		entry := func(day, word string, other map[string]string) {
			fields := maps.Clone(own)
			maps.Copy(fields, other)
			fields[kind.Name+".date"] = day
			fmt.Fprintf(&b, "-- content/clients/WORD/WORD-work/journal/%s-%s-%s.md --\n%s%s-story\n", day, word, kind.Name, Front(kind, word, fields), word)
		}
		entry("2026-10-08", "hushed-drawn", map[string]string{kind.Name + ".draft": "true"})
		later[kind.Name+".draft"] = LeftOut
		entry("2026-12-05", "hushed-later", later)
		brought := map[string]string{kind.Name + ".draft": LeftOut}
		hushLater(brought, kind.Name, kind.Fields)
		entry("2026-10-08", "WORD-soon", brought)
	}
	return b.String() + hushedFiles
}

// hushLater puts off all days that bring something, and hushes what they bring.
func hushLater(own map[string]string, path string, fields []schema.Info) {
	for _, i := range fields {
		hushLater(own, path+"."+i.Key, i.Fields)
		if !i.Comes {
			continue
		}
		own[path+"."+i.Key] = "2026-12-05"
		for _, other := range fields {
			if slices.Contains(i.Brings, other.Key) && other.Sample == "" && other.Refers == "" && other.Fields == nil {
				own[path+"."+other.Key] = "hushed-brought-" + other.Key
			}
		}
	}
}

const hushedFiles = `
-- content/clients/WORD/.env --
TOKEN=hushed-env
-- content/clients/WORD/WORD-work/.git/config --
hushed-git
-- content/clients/WORD/WORD-work/journal/.2026-10-09-note.md.swp --
hushed-swap
-- content/clients/WORD/WORD-work/journal/2026-10-09-note.md~ --
hushed-backup
-- content/clients/WORD/WORD-work/files/.htpasswd --
hushed-htpasswd
-- content/static/.env.txt~ --
hushed-static
-- content/templates/update.md --
---
kind: update
title: hushed-template
---
-- intake/mail.eml --
From: hushed-sender@x.example
Subject: hushed-subject

hushed-mail
-- .env --
hushed-workspace-env
`
