package generator_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rapport/generator/effort"

	"golang.org/x/net/html"
)

// A spoken client reads a language in a register.
type spoken struct{ tag, register string }

func (s spoken) id() string { return strings.ToLower(s.tag + s.register) }

// spokenTo are clients of all catalogues, and of the registers that have texts of their own.
func spokenTo(t *testing.T) []spoken {
	t.Helper()
	files, err := filepath.Glob("../themes/default/texts/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	var all []spoken
	for _, file := range files {
		tag, register, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".toml"), ".")
		all = append(all, spoken{tag, register})
	}
	if len(all) < 19 {
		t.Fatalf("only %v", all)
	}
	return all
}

// The content is of words that no language has, and of one thing each where a language
// tells one from several.
const spokenProvider = `
-- content/provider.md --
---
name: Zzyx
email: zzyx@zzyx.example
timezone: Europe/Amsterdam
currency: EUR
hours: {mon-fri: ["09:00-17:00"]}
closures: [{from: 2026-11-02, to: 2026-11-02, note: Zzya}]
channels: [{name: Zzyb, for: Zzyc, answer_within: 1d, address: zzyx@zzyx.example}, {name: Zzyd, for: Zzye, answer_within: 1h, clock: always, address: "+31 20 000"}]
people: [{id: zza, name: Zzaq, email: zza@zzyx.example, phone: "+31 20 111", role: Zzar, hours: Zzas, about: Zzat, away: [{from: 2026-10-19, to: 2026-10-20}], backup: zzb}, {id: zzb, name: Zzbq, email: zzb@zzyx.example}]
processes: [{name: Zzyf, how: Zzyg}]
tools: [Zzyh]
---
Zzyi.
-- content/services/zzv.md --
---
name: Zzva
does: [Zzvb]
does_not: [Zzvc]
best_case: Zzvd
worst_case: Zzve
suits: Zzvf
---
Zzvg.
`

const spokenClient = `
-- content/clients/ID/client.md --
---
name: Zzck
since: 2025-10-01
locale: TAG
REGISTER
access: open
contacts: [{id: cya, name: Zzcy, email: cya@zzcy.example, decides: [Zzcd], prefers: {by: phone, news: weekly}}]
goals: [{id: goal, want: Zzcg, why: Zzch, priority: 1, by: cya, on: 2025-09-01}]
constraints: [Zzci]
faq: [{q: Zzcj, a: Zzcl}]
glossary: [{term: Zzcm, means: Zzcn}]
---
Zzco.
-- content/clients/ID/zze/engagement.md --
---
title: Zzet
STATE
start: 2026-01-05
lead: zza
service: zzv
goals: [goal]
value: Zzev
scope: {includes: [Zzea], excludes: [Zzeb], deliverables: [Zzec], assumptions: [Zzed], best_case: Zzee, worst_case: Zzef}
turnaround: [{id: fault, request: Zzeg, respond: 1h, resolve: 1d}, {id: fire, request: Zzeh, respond: 1h, clock: always}]
pricing:
  - {id: care, item: Zzei, model: retainer, amount: 100, per: month, includes: 10h, carry: 1, over: extra, cap: 150}
  - {id: extra, item: Zzej, model: hourly, amount: 90}
  - {id: piece, item: Zzek, model: unit, amount: 5, per: Zzel}
duties: {ours: [Zzem], yours: [Zzen]}
rhythm: {update: weekly on friday, report: monthly on 5, feedback: quarterly on 15, meeting: {every: every 2 weeks on tuesday at 10:00, length: 25m}}
kpis:
  - {id: orders, name: Zzeo, goal: goal, direction: up, target: 20, by: 2026-12-31, baseline: {value: 5, at: 2026-01-05}, series: data/orders.csv, means: Zzep}
  - {id: share, name: Zzeq, unit: "%", direction: within, target: [20, 40], series: {2026-08: 30, 2026-09: 31}}
inputs:
  - {id: texts, what: Zzer, from: cya, due: 2026-10-15}
  - {id: logo, what: Zzes, from: cya, due: 2026-08-20, received: 2026-08-21}
  - {id: bank, what: Zzeu, from: cya, every: monthly on 3, received: [2026-02-03, 2026-03-04, 2026-04-03, 2026-05-04, 2026-06-03, 2026-07-03, 2026-08-03, 2026-09-03, 2026-10-05]}
  - {id: list, what: Zzew, from: cya, due: 2026-10-23}
plan:
  - {id: design, what: Zzex, due: 2026-08-31, needs: [logo], owner: zza, done: 2026-09-02}
  - {id: live, what: Zzey, due: 2026-10-15, needs: [texts], owner: zza}
  - {id: late, what: Zzez, due: 2026-10-14, owner: zza}
  - {id: later, what: Zzeaa, due: 2026-11-20, needs: [live, list], owner: zzb}
renewal: {decide_by: 2026-11-10, notice: Zzeab}
---
Zzeac.
-- content/clients/ID/zze/data/orders.csv --
period,value
2026-07,1
2026-08,2
2026-09,3
-- content/clients/ID/zze/data/time.csv --
date,hours,person,item,note
2026-09-10,11,zza,care,Zzda
2026-10-05,1,zza,care,Zzdb
-- content/clients/ID/zze/data/invoices.csv --
number,date,amount,item,period,due,paid
1,2026-09-01,100,care,2026-08,2026-09-30,2026-09-20
2,2026-10-01,100,care,2026-09,2026-10-15,
-- content/clients/ID/zze/data/requests.csv --
id,type,title,opened,responded,resolved
page,fault,Zzdc,2026-10-15 10:00,2026-10-15 10:30,
past,fault,Zzdd,2026-09-15 10:00,2026-09-15 10:30,2026-09-15 16:00
-- content/clients/ID/zze/reports/2026-09.md --
---
title: Zzra
date: 2026-10-05
period: 2026-09
by: zza
summary: Zzrb
insights: [{what: Zzrc, so: Zzrd, next: Zzre}]
done: [Zzrf]
next: [Zzrg]
asks: [Zzrh]
corrections: [{on: 2026-10-09, what: Zzri}]
---
Zzrj.

{{< kpi orders >}}

{{< requests >}}

{{< hours >}}

{{< money >}}

{{< incidents >}}
`

const spokenEntries = `
-- content/clients/ID/zze/journal/2026-10-09-a.md --
{"kind": "update", "date": "2026-10-09", "title": "Zzja", "by": "zza", "health": "green", "next": "Zzjb", "tells": ["late"]}

Zzjc.
-- content/clients/ID/zze/journal/2026-10-02-b.md --
{"kind": "question", "date": "2026-10-02", "title": "Zzjd", "by": "zza", "to": "cya", "needed_by": "2026-10-15"}

Zzje.
-- content/clients/ID/zze/journal/2026-10-02-c.md --
{"kind": "decision", "date": "2026-10-02", "title": "Zzjf", "by": "zza", "to": "cya", "needed_by": "2026-10-19", "options": ["Zzjg", "Zzjh"]}

Zzji.
-- content/clients/ID/zze/journal/2026-10-14-d.md --
{"kind": "incident", "date": "2026-10-14", "title": "Zzjj", "by": "zza", "started": "2026-10-14T08:00", "ours": true, "cause": "Zzjk", "remedy": "Zzjl", "prevention": "Zzjm"}

Zzjn.
-- content/clients/ID/zze/journal/2026-10-15-e.md --
{"kind": "concern", "date": "2026-10-15", "title": "Zzjo", "by": "cya", "raised_by": "cya", "about": "price"}

Zzjp.
-- content/clients/ID/zze/journal/2026-10-13-f.md --
{"kind": "meeting", "date": "2026-10-13", "title": "Zzjq", "by": "zza", "attended": ["zza", "cya"], "actions": [{"what": "Zzjr", "who": "cya", "due": "2026-10-15"}, {"what": "Zzjs", "who": "zza", "due": "2026-10-20"}]}

Zzjt.
-- content/clients/ID/zze/journal/2026-09-01-g.md --
{"kind": "change", "date": "2026-09-01", "title": "Zzju", "by": "zza", "adds": ["Zzjv"], "removes": ["Zzjw"], "price": 100, "days": 1, "state": "accepted", "accepted": "2026-09-02", "accepted_by": "cya", "affects": ["later"]}

Zzjx.
-- content/clients/ID/zze/journal/2026-10-12-h.md --
{"kind": "change", "date": "2026-10-12", "title": "Zzjy", "by": "zza", "adds": ["Zzjz"], "price": 100, "days": 1, "state": "proposed"}

Zzka.
-- content/clients/ID/zze/journal/2026-10-08-i.md --
{"kind": "feedback", "date": "2026-10-08", "title": "Zzkb", "by": "zza", "asked": "2026-10-08", "given": "2026-10-09", "from": "cya", "nps": 9, "csat": 5, "well": "Zzkc", "better": "Zzkd"}

Zzke.
-- content/clients/ID/zze/journal/2026-10-07-j.md --
{"kind": "risk", "date": "2026-10-07", "title": "Zzkf", "by": "zza", "likelihood": 3, "impact": 3, "response": "Zzkg"}

Zzkh.
-- content/clients/ID/zze/journal/2026-10-06-k.md --
{"kind": "lesson", "date": "2026-10-06", "title": "Zzki", "by": "zza", "side": "both"}

Zzkj.
-- content/clients/ID/zze/journal/2026-10-06-l.md --
{"kind": "maintenance", "date": "2026-10-06", "title": "Zzkk", "by": "zza", "from": "2026-10-21T20:00", "to": "2026-10-21T21:00", "effect": "Zzkl"}

Zzkm.
-- content/clients/ID/zze/journal/2026-10-06-m.md --
{"kind": "idea", "date": "2026-10-06", "title": "Zzkn", "by": "zza", "worth": "Zzko"}

Zzkp.
-- content/clients/ID/zze/journal/2026-10-12-n.md --
{"kind": "request", "date": "2026-10-12", "title": "Zzkq", "by": "zza", "type": "fault", "opened": "2026-10-12T10:00", "responded": "2026-10-12T10:20", "waiting": [{"from": "2026-10-12T11:00"}]}

Zzkr.
`

// spokenStates are the states of an engagement, each with what the front matter says, whether it
// has a journal, and the day.
var spokenStates = map[string]struct {
	front   string
	entries bool
	day     string
}{
	"active":       {"status: active", true, "2026-10-16T12:00:00+02:00"},
	"just begun":   {"status: active", false, "2026-01-06"},
	"silent":       {"status: active", false, "2026-10-16T12:00:00+02:00"},
	"proposed":     {"status: proposed", false, "2026-01-02"},
	"paused":       {"status: paused\npaused: [{from: 2026-10-12}]", true, "2026-10-16T12:00:00+02:00"},
	"paused until": {"status: paused\npaused: [{from: 2026-10-12, to: 2026-11-06}]", true, "2026-10-16T12:00:00+02:00"},
	"closed":       {"status: closed\nclosed: 2026-10-16\nclosing: {handover: [{what: Zzeh, done: 2026-10-16}], brought: Zzei}", true, "2026-10-20"},
}

// months are the names of months as they stand alone, for patterns.
func months(names string) string { return `(?:` + strings.ReplaceAll(names, " ", "|") + `)` }

// never are what no text says in any language.
var never = map[string]string{
	"an unfilled placeholder": `\{[a-z_]+\}`,
	"two stops":               `[^.]\.\.(?:[^.]|$)|,,|;;|::|[,;:]\.(?:\s|$)|。。|、、`,
	"two spaces":              `[ \x{a0}]{2}`,
	"a space before a stop":   `[^\s][ ](?:[.,](?:\s|$)|[。、」])`,
	"two quotes":              `「「|““|„„|«\s*«|」」|»\s*»`,
	"an empty bracket":        `\(\s*\)|“\s*”|«\s*»|「」`,
	"a separator at a start":  `(?m)^\s*[·,;]|·\s*·`,
	"a key of the texts":      `\b[a-z]+_[a-z_]+\b`,
}

const english = `(?i)\b(?:the|and|with|your|you|from|which|nothing|until|been|they|this|there|working|days|what|whom)\b`

// neverIn are what no text says in a language.
var neverIn = map[string]map[string]string{
	"en": {
		"one of several": `(?i)\b1 (?:working )?(?:days|hours|minutes|answers|entries|requests|things|periods|weeks|months|quarters|figures|questions|concerns|dates|percentage points)\b`,
	},
	"de": {
		"one of several":               `\b1 (?:Arbeitstagen?|Werktagen?|Tagen?|Arbeitsstunden|Stunden|Minuten|Arbeitsminuten|Antworten|Einträge|Anfragen|Dinge|Zeiträume|Wochen|Monate|Quartale|Kennzahlen|Fragen|Termine|Prozentpunkte)\b`,
		"an article before a month":    `\b(?:am|den|dem) ` + months("Januar Februar März April Mai Juni Juli August September Oktober November Dezember") + `\b`,
		"a doubled word":               `\b(?:am am|bis bis|seit seit|in in)\b`,
		"a preposition without a case": `\bseit (?:dem )?(?:ein|zwei) `,
	},
	"nl": {
		"one of several":            `\b1 (?:werkdagen|dagen|werkuren|uren|minuten|antwoorden|regels|verzoeken|dingen|perioden|periodes|weken|maanden|kwartalen|cijfers|vragen|procentpunten|data|datums|termijnen)\b`,
		"an article before a month": `\b(?:op|de|het) ` + months("januari februari maart april mei juni juli augustus september oktober november december") + `\b`,
	},
	"fr": {
		"one of several":            `\b1 (?:jours|heures|minutes|réponses|écritures|entrées|demandes|choses|périodes|semaines|mois ouvrés|trimestres|indicateurs|questions|dates|points)\b`,
		"an article before a month": `\b(?:le|du|au) ` + months("janvier février mars avril mai juin juillet août septembre octobre novembre décembre") + `\b`,
		"no elision":                `\b(?:de|que|le|la|ne|se|jusque) (?:avril|août|octobre|il|elle|on|un|une|ici|est)\b`,
		"no contraction":            `\b(?:de|à) les?\b(?: (?:dimanche|lundi|mardi|mercredi|jeudi|vendredi|samedi|\d))?`,
		"no space before a mark":    `[\p{L}\d)%»][:;!?](?:\s|$)`,
	},
	"es": {
		"one of several":            `\b1 (?:días|horas|minutos|respuestas|apuntes|entradas|solicitudes|cosas|periodos|períodos|semanas|meses|trimestres|cifras|preguntas|fechas|puntos)\b`,
		"an article before a month": `\b(?:el|del|al) ` + months("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre") + `\b`,
		"no contraction":            `\b(?:de|a) el\b`,
		"a question not opened":     `(?m)^[^¿\n]*\?`,
		"an y before i":             `\by [iI]\p{L}`,
	},
	"it": {
		"one of several":            `\b1 (?:giorni|ore|minuti|risposte|voci|richieste|cose|periodi|settimane|mesi|trimestri|cifre|domande|date|punti)\b`,
		"an article before a month": `\b(?:il|dal|del|al|nel) ` + months("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre") + `\b`,
		"no contraction":            `\b(?:da|di|a|in|su) (?:il|lo|la|i|gli|le)\b`,
	},
	"pt": {
		"one of several":            `\b1 (?:dias|horas|minutos|respostas|registos|lançamentos|solicitações|pedidos|coisas|períodos|semanas|meses|trimestres|números|perguntas|datas|pontos)\b`,
		"an article before a month": `\b(?:o|do|ao|no) ` + months("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro") + `\b`,
		"no contraction":            `\b(?:de|em|a|por) (?:o|os)\b`,
	},
	"pl": {
		"one of several":              `\b1 (?:dni|godziny|godzin|minuty|minut|odpowiedzi|wpisy|wpisów|zgłoszenia|zgłoszeń|rzeczy|okresy|okresów|tygodnie|tygodni|miesiące|miesięcy|kwartały|kwartałów)\b`,
		"a month in the nominative":   `\b(?:od|do|z|dnia|\d+) ` + months("styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień") + `(?:[^\p{L}]|$)`,
		"no vowel after w":            `\bw (?:w[^aeiouyąęó]|f[^aeiouyąęó])`,
		"a weekday in the nominative": `\b(?:we?|co) (?:środa|niedziela|sobota)\b`,
	},
	"da": {
		"one of several":            `\b1 (?:arbejdsdage|dage|arbejdstimer|timer|minutter|svar er|poster|henvendelser|ting er|perioder|uger|måneder|kvartaler|tal er|spørgsmål er|procentpoints)\b`,
		"an article before a month": `\b(?:den|i|på) den? ` + months("januar februar marts april maj juni juli august september oktober november december") + `\b`,
	},
	"sv": {
		"one of several":            `\b1 (?:arbetsdagar|dagar|arbetstimmar|timmar|minuter|poster|ärenden är|saker|perioder|veckor|månader|frågor|procentenheter)\b`,
		"an article before a month": `\bden ` + months("januari februari mars april maj juni juli augusti september oktober november december") + `\b`,
	},
	"ja": {
		"a narrow mark": `[\p{Han}\p{Hiragana}\p{Katakana}][,!?](?:\s|$)`,
	},
	"ar": {
		"one of several": `(?:^|[^\d.,:])1 (?:أيام|ساعات|دقائق|أشهر|أسابيع|إجابات|طلبات|أمور|قيود|فترات)`,
		"a narrow mark":  `\p{Arabic}[,;?]`,
	},
	"he": {
		"one of several":          `(?:^|[^\d.,:])1 (?:ימים|ימי|שעות|דקות|תשובות|פניות|דברים|רישומים|תקופות|שבועות|חודשים|רבעונים)`,
		"a prefix before a digit": `(?:^|\s)[בלמכהוש]\d`,
		"a hyphen before letters": `(?:^|\s)[בלמכהוש]־\p{Hebrew}`,
	},
}

// registers are words that address a reader in one register. What means something else as well
// is not among them.
var registers = map[string]map[string]string{
	"de": {"formal": `\b(?:Ihnen|Ihre[nmrs]?|Ihr)\b`, "informal": `\b(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]eine?[nmrs]?|[Ee]uch|[Ee]ure?[nmrs]?)\b`},
	"nl": {"formal": `\b(?:[Uu]|[Uu]w)\b`, "informal": `\b(?:[Jj]e|[Jj]ij|[Jj]ouw?|[Jj]ullie)\b`},
	"fr": {"formal": `\b(?:[Vv]ous|[Vv]otre|[Vv]os)\b`, "informal": `(?:^|[^\p{L}])(?:[Tt]u|[Tt]oi|[Tt]on|[Tt]es|[Tt]e|[Tt]a)\b`},
	"es": {"formal": `\b[Uu]sted(?:es)?\b`, "informal": `(?:^|[^\p{L}])(?:[Tt]ú|[Tt]i|[Cc]ontigo|[Tt]us?|[Tt]uy[oa]s?|[Tt]e)(?:[^\p{L}]|$)`},
	"it": {"formal": `\b(?:Lei|Suo|Sua|Suoi|Sue)\b`, "informal": `\b(?:[Tt]u|[Tt]e|[Tt]i|[Tt]uo|[Tt]ua|[Tt]uoi|[Tt]ue)\b`},
	"pl": {"formal": `\bPaństw\p{L}*`, "informal": `(?:^|[^\p{L}])(?:[Tt]y|[Cc]i|[Cc]iebie|[Tt]obie|[Tt]obą|[Tt]woj\p{L}*|[Tt]wój|[Cc]ię)(?:[^\p{L}]|$)`},
}

// written is the register in which the catalogue of a language is, where it has another beside it.
var written = map[string]string{"de": "formal", "nl": "informal", "fr": "formal", "es": "formal", "it": "formal", "pl": "formal"}

// latin are words that stay as they are in every script.
var latin = regexp.MustCompile(`^(?:Zz\p{L}*|zz\p{L}*|CSV|PDF|SHA|sha\w*|git|JavaScript|https?|example|EUR|Europe|Amsterdam|atom|xml|ics|RSS|ICS|ZIP|zip|Google|Outlook|iCal|ID|[a-f0-9]{4,}|cya|ar|he|ja|[A-Za-z])$`)

// spokenProblems lists what a text says wrong.
func spokenProblems(to spoken, text string) []string {
	var found []string
	at := func(what, pattern string) {
		re := compiled(pattern)
		if i := re.FindStringIndex(text); i != nil {
			from, end := max(0, i[0]-30), min(len(text), i[1]+30)
			found = append(found, fmt.Sprintf("%s: …%s…", what, strings.ToValidUTF8(strings.ReplaceAll(text[from:end], "\n", "⏎"), "")))
		}
	}
	for what, pattern := range never {
		if what == "a space before a stop" && to.tag == "fr" {
			continue
		}
		at(what, pattern)
	}
	for what, pattern := range neverIn[to.tag] {
		at(what, pattern)
	}
	if to.tag != "en" {
		at("English", english)
	}
	if slices.Contains([]string{"ar", "he", "ja"}, to.tag) {
		for _, word := range compiled(`[A-Za-z][A-Za-z0-9]*`).FindAllString(text, -1) {
			if !latin.MatchString(word) {
				found = append(found, "a foreign word: "+word)
			}
		}
	}
	if words := registers[to.tag]; words != nil {
		ours := to.register
		if ours == "" {
			ours = written[to.tag]
		}
		for register, pattern := range words {
			if register != ours {
				at("another register", pattern)
			}
		}
	}
	slices.Sort(found)
	return found
}

var patterns = map[string]*regexp.Regexp{}

// compiled compiles a pattern, in which \b at its ends stands at any letter, be it of ASCII.
func compiled(pattern string) *regexp.Regexp {
	if patterns[pattern] == nil {
		flags, rest := "", pattern
		if strings.HasPrefix(rest, "(?i)") {
			flags, rest = "(?i)", rest[4:]
		}
		if inner, ok := strings.CutPrefix(rest, `\b`); ok {
			rest = `(?:^|[^\p{L}\p{N}])` + inner
		}
		if inner, ok := strings.CutSuffix(rest, `\b`); ok {
			rest = inner + `(?:[^\p{L}\p{N}]|$)`
		}
		patterns[pattern] = regexp.MustCompile(flags + rest)
	}
	return patterns[pattern]
}

// wholeText returns all that a page says, a line a block: also what stands around its <main>,
// its title, and the names of what has no words.
func wholeText(t *testing.T, page string) string {
	t.Helper()
	doc, err := html.ParseWithOptions(strings.NewReader(page), html.ParseOptionEnableScripting(false))
	if err != nil {
		t.Fatal(err)
	}
	inline := strings.Fields("a abbr b bdi button code em i label mark small span strong sup time")
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(strings.NewReplacer("\n", " ", "\t", " ").Replace(n.Data))
			return
		}
		if n.Data == "script" || n.Data == "style" {
			return
		}
		block := n.Type == html.ElementNode && !slices.Contains(inline, n.Data)
		if block {
			b.WriteString("\n")
		}
		for _, a := range n.Attr {
			if slices.Contains([]string{"aria-label", "alt", "title", "placeholder"}, a.Key) || n.Data == "meta" && a.Key == "content" && strings.Contains(a.Val, " ") && !strings.ContainsAny(a.Val, "=;") {
				b.WriteString("\n" + a.Val + "\n")
			}
		}
		for child := range n.ChildNodes() {
			walk(child)
		}
		if block {
			b.WriteString("\n")
		}
	}
	walk(doc)
	var lines []string
	for _, line := range strings.Split(b.String(), "\n") {
		if line = strings.TrimSpace(compiled(` +`).ReplaceAllString(line, " ")); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// speak builds a workspace in which each of the clients has the same engagement in a state, and
// returns what is said to each, by file.
func speak(t *testing.T, state string, clients []spoken) map[spoken]map[string]string {
	t.Helper()
	dir := t.TempDir()
	s := spokenStates[state]
	writeFiles(t, dir, spokenProvider)
	for _, c := range clients {
		text := spokenClient
		if s.entries {
			text += strings.TrimPrefix(spokenEntries, "\n")
		}
		register := ""
		if c.register != "" {
			register = "register: " + c.register
		}
		writeFiles(t, dir, strings.NewReplacer("ID", c.id(), "TAG", c.tag, "REGISTER", register, "STATE", s.front).Replace(text))
	}
	o := options(t, dir, s.day)
	build(t, o, filepath.Join(dir, "public"))
	all := map[spoken]map[string]string{}
	for _, c := range clients {
		said := map[string]string{}
		for name, body := range read(t, filepath.Join(dir, "public", c.id())) {
			switch filepath.Ext(name) {
			case ".html":
				said[name] = wholeText(t, body)
			case ".xml":
				said[name] = compiled(`\s*\n\s*`).ReplaceAllString(compiled(`<id>[^<]*</id>|<[^>]*>|\d{4}-\d\d-\d\dT\S*`).ReplaceAllString(body, "\n"), "\n")
			case ".ics":
				var lines []string
				for line := range strings.Lines(strings.ReplaceAll(body, "\r\n ", "")) {
					if key, value, ok := strings.Cut(strings.TrimSpace(line), ":"); ok && slices.Contains([]string{"SUMMARY", "DESCRIPTION"}, key) {
						lines = append(lines, strings.NewReplacer(`\,`, ",", `\;`, ";", `\n`, "\n").Replace(value))
					}
				}
				said[name] = strings.Join(lines, "\n")
			}
		}
		all[c] = said
	}
	return all
}

// hear reports what is said wrong to clients, once for all pages that say it.
func hear(t *testing.T, state string, clients []spoken) {
	t.Helper()
	for c, said := range speak(t, state, clients) {
		reported := map[string]bool{}
		addressed := 0
		for name, text := range said {
			if keep := os.Getenv("RAPPORT_KEEP_SPOKEN"); keep != "" {
				file := filepath.Join(keep, c.id(), state, strings.ReplaceAll(name, "/", "-")+".txt")
				os.MkdirAll(filepath.Dir(file), 0o755)
				os.WriteFile(file, []byte(text), 0o644)
			}
			for _, problem := range spokenProblems(c, text) {
				if what, _, _ := strings.Cut(problem, ":"); !reported[what] {
					reported[what] = true
					t.Errorf("%s %s, %s, %s: %s", c.tag, c.register, state, name, problem)
				}
			}
			ours := c.register
			if ours == "" {
				ours = written[c.tag]
			}
			if pattern := registers[c.tag][ours]; pattern != "" && compiled(pattern).MatchString(text) {
				addressed++
			}
		}
		if registers[c.tag] != nil && addressed < 5 {
			t.Errorf("%s %s, %s: only %d pages address the reader", c.tag, c.register, state, addressed)
		}
	}
}

// Each catalogue speaks its language on every page: no article before a month, no plural of
// one, no English left over, one register.
func TestEveryCatalogueSpeaksItsLanguage(t *testing.T) {
	t.Parallel()
	effort.NothingAtOnce(t)
	hear(t, "active", spokenTo(t))
}

// A test that finds nothing may not have looked: each pattern finds what it is for.
func TestWhatNobodySaysIsHeard(t *testing.T) {
	for _, c := range []struct {
		tag, register, text, want string
	}{
		{"en", "", "1 working days late", "one of several"},
		{"de", "", "1 Tage weniger", "one of several"},
		{"fr", "", "depuis le octobre 2025", "an article before a month"},
		{"es", "", "desde el octubre de 2025", "an article before a month"},
		{"it", "", "dal ottobre 2025", "an article before a month"},
		{"pl", "", "od październik 2025", "a month in the nominative"},
		{"nl", "", "Vertel ons wat u vindt", "another register"},
		{"de", "informal", "Das brauchen wir von Ihnen", "another register"},
		{"sv", "", "Nothing is needed", "English"},
		{"ar", "", "Plan الخطة", "a foreign word: Plan"},
		{"he", "", "ב5 באוקטובר", "a prefix before a digit"},
		{"da", "", "senest {date}", "an unfilled placeholder"},
		{"da", "", "Færdig..", "two stops"},
		{"fr", "", "Prochain: lundi", "no space before a mark"},
	} {
		if got := spokenProblems(spoken{c.tag, c.register}, c.text); !slices.ContainsFunc(got, func(p string) bool { return strings.HasPrefix(p, c.want) }) {
			t.Errorf("%s %q: heard %q", c.tag, c.text, got)
		}
	}
}
