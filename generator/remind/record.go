package remind

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"

	"rapport/generator/calendar"
)

// A Record is what was sent before, as it stands in a file of the workspace that
// is not published. Its keys name people and things by their ids alone.
type Record struct {
	Asked  map[string]Asked  `json:"asked"`  // by client, engagement, kind, ref and the day by which it is asked for
	Mailed map[string]string `json:"mailed"` // the last day, by client and person
	Told   map[string]Told   `json:"told"`   // by client and person
}

// Asked is the last time that somebody was asked for a thing.
type Asked struct {
	Step string `json:"step"`
	On   string `json:"on"`
}

// Told is what somebody was told in digests of late.
type Told struct {
	From string   `json:"from"` // the day behind which digests begin
	On   string   `json:"on"`   // the day of the last digest
	Refs []string `json:"refs"` // what was told, the latest first
}

// ReadRecord reads what Bytes made; nothing gives an empty record.
func ReadRecord(text []byte) (*Record, error) {
	r := &Record{}
	if len(text) > 0 {
		if err := json.Unmarshal(text, r); err != nil {
			return nil, fmt.Errorf("the record of mails cannot be read (%w); mend it, or remove it and mails may be sent again", err)
		}
	}
	if r.Asked == nil {
		r.Asked = map[string]Asked{}
	}
	if r.Mailed == nil {
		r.Mailed = map[string]string{}
	}
	if r.Told == nil {
		r.Told = map[string]Told{}
	}
	return r, nil
}

// Bytes writes the record.
func (r *Record) Bytes() ([]byte, error) {
	text, err := json.MarshalIndent(r, "", " ")
	return append(text, '\n'), err
}

func key(client, person string) string { return client + "/" + person }

func (a *Ask) key(client string) string {
	return client + "/" + a.Engagement + "/" + string(a.Kind) + "/" + a.Ref + "/" + strconv.Itoa(a.Index) + "/" + a.by.String()
}

// toldProvider tells whether the provider got its own list on a day.
func (r *Record) toldProvider(on calendar.Date) bool { return r.Mailed[key("", "")] == on.String() }

// has reports whether a thing was asked for at its step, or a later one.
func (r *Record) has(client string, a *Ask) bool {
	asked, ok := r.Asked[a.key(client)]
	return ok && parseStep(asked.Step) >= parseStep(a.Step)
}

// keepDays is how long things are remembered that nobody asks for any more.
const keepDays = 400

// Sent takes note of a mail, and for the provider's own of the calls that it asks for.
func (r *Record) Sent(m *Mail) {
	r.told(m.Client, m.Person, m.On, m.Asks, m.News)
	for _, c := range m.Calls {
		r.told(c.Client, c.Person, m.On, c.Asks, c.News)
	}
	for k, asked := range r.Asked {
		if d, err := calendar.ParseDate(asked.On); err != nil || d < m.On-keepDays {
			delete(r.Asked, k)
		}
	}
}

// told takes note of what somebody was told on a day.
func (r *Record) told(client, person string, on calendar.Date, asks []Ask, news []News) {
	r.Mailed[key(client, person)] = on.String()
	for i := range asks {
		r.Asked[asks[i].key(client)] = Asked{asks[i].Step, on.String()}
	}
	if len(news) == 0 {
		return
	}
	before := r.Told[key(client, person)]
	told := Told{From: cmp.Or(before.From, (on - firstDigest).String()), On: on.String()}
	for _, n := range news {
		told.Refs = append(told.Refs, n.Engagement+"/"+n.Ref)
	}
	// What was told longer ago than a digest looks back is not asked for.
	told.Refs = append(told.Refs, before.Refs[:min(len(before.Refs), 500)]...)
	r.Told[key(client, person)] = told
}
