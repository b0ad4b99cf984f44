package facts

import (
	"bytes"
	"encoding/json"
	"io"
	"time"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// EncodeStatus writes the facts of clients as one JSON object, the form in which
// `rapport status --json` gives them to other programs. Times are RFC 3339 in the
// location of asOf, dates ISO 8601, figures numbers; what is absent is null, a list
// without elements empty. Names and their order are stable.
//
// The clients are as ClientStatus gives them: nobody has to hold the facts of all.
// TrueUntil is the earliest of the clients', and zero if nothing will change. The error
// is that of writing.
func EncodeStatus(w io.Writer, asOf, trueUntil time.Time, clients [][]byte) error {
	zone := asOf.Location()
	head, err := encoded(statusJSON{clock(asOf, zone), clock(trueUntil, zone)})
	if err != nil {
		return err
	}
	var b bytes.Buffer
	json.Indent(&b, head, "", indent) // what encoded gives is sound
	b.Truncate(b.Len() - len("\n}"))
	b.WriteString(",\n" + indent + `"clients": [`)
	for i, client := range clients {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n" + indent + indent)
		if err := json.Indent(&b, client, indent+indent, indent); err != nil {
			return err
		}
		if _, err := b.WriteTo(w); err != nil {
			return err
		}
	}
	if len(clients) > 0 {
		b.WriteString("\n" + indent)
	}
	b.WriteString("]\n}\n")
	_, err = b.WriteTo(w)
	return err
}

const indent = "  "

// ClientStatus is the JSON of one client's facts, for EncodeStatus, which sets it in lines.
// Describe says a reason for an engagement's health in a sentence.
func ClientStatus(c *Client, zone *time.Location, describe func(*Engagement, *Reason) string) ([]byte, error) {
	client := clientJSON{Client: c.Content.ID, Name: c.Content.Name, Engagements: []engagementJSON{}}
	for _, e := range c.Engagements {
		client.Engagements = append(client.Engagements, engagementStatus(e, zone, describe))
	}
	return encoded(client)
}

// encoded is a value as JSON, without room and with <, > and & as they are.
func encoded(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// The types below are the JSON, in the order in which it is written. A nil
// pointer is null.
type (
	statusJSON struct { // and behind that the clients
		AsOf      *string `json:"as_of"`
		TrueUntil *string `json:"true_until"`
	}
	clientJSON struct {
		Client      string           `json:"client"`
		Name        string           `json:"name"`
		Engagements []engagementJSON `json:"engagements"`
	}
	engagementJSON struct {
		Engagement string           `json:"engagement"`
		Title      string           `json:"title"`
		Status     string           `json:"status"`
		Agreement  agreementJSON    `json:"agreement"`
		Health     *healthJSON      `json:"health"`
		Milestones []milestoneJSON  `json:"milestones"`
		Inputs     []inputJSON      `json:"inputs"`
		Requests   []requestJSON    `json:"requests"`
		Turnaround []turnaroundJSON `json:"turnaround"`
		KPIs       []kpiJSON        `json:"kpis"`
		Rhythm     []occurrenceJSON `json:"rhythm"`
		Retainer   []retainerJSON   `json:"retainer"`
		Money      []moneyJSON      `json:"money"`
		Record     *recordJSON      `json:"record"` // null where nothing is promised
		Feedback   feedbackJSON     `json:"feedback"`
	}
	agreementJSON struct {
		Version     int    `json:"version"`
		Since       string `json:"since"`
		Fingerprint string `json:"fingerprint"`
	}
	healthJSON struct {
		State   HealthState  `json:"state"`
		Stated  *HealthState `json:"stated"`
		Reasons []reasonJSON `json:"reasons"`
	}
	reasonJSON struct {
		Reason ReasonKind  `json:"reason"`
		Ref    *string     `json:"ref"`
		State  HealthState `json:"state"`
		Text   string      `json:"text"`
	}
	milestoneJSON struct {
		ID            string         `json:"id"`
		Agreed        string         `json:"agreed"`
		Due           string         `json:"due"`
		FairDue       *string        `json:"fair_due"`
		Expected      *string        `json:"expected"`
		Done          *string        `json:"done"`
		State         MilestoneState `json:"state"`
		MovedByClient int            `json:"moved_by_client"`
		LateBy        int            `json:"late_by"`
		Notice        *int           `json:"notice"`
		Told          *string        `json:"told"`
		Known         *string        `json:"known"`
		Untold        bool           `json:"untold"`
	}
	inputJSON struct {
		ID       string       `json:"id"`
		Period   *string      `json:"period"` // null of one that is owed once
		Due      string       `json:"due"`
		Received *string      `json:"received"`
		Partly   []string     `json:"partly"`
		Returned []returnJSON `json:"returned"`
		State    InputState   `json:"state"`
		Lateness int          `json:"lateness"`
	}
	returnJSON struct {
		Came string  `json:"came"`
		On   string  `json:"on"`
		Why  *string `json:"why"`
	}
	requestJSON struct {
		ID         string   `json:"id"`
		Type       *string  `json:"type"`
		Opened     *string  `json:"opened"`
		RespondDue *string  `json:"respond_due"`
		ResolveDue *string  `json:"resolve_due"`
		Response   *Outcome `json:"response"`
		Resolution *Outcome `json:"resolution"`
	}
	turnaroundJSON struct {
		Type       string    `json:"type"`
		Response   tallyJSON `json:"response"`
		Resolution tallyJSON `json:"resolution"`
	}
	tallyJSON struct {
		Met        int      `json:"met"`
		Missed     int      `json:"missed"`
		Running    int      `json:"running"`
		Attainment *float64 `json:"attainment"`
	}
	kpiJSON struct {
		ID            string       `json:"id"`
		Period        *string      `json:"period"`
		Value         *json.Number `json:"value"`
		Target        any          `json:"target"`     // a number, two of them for a range, or null
		TargetNow     any          `json:"target_now"` // as target
		Status        *Status      `json:"status"`
		Change        *json.Number `json:"change"`
		ChangePercent *json.Number `json:"change_percent"`
		Favourable    *bool        `json:"favourable"`
		YearBefore    *json.Number `json:"year_before"`
		ChangeYear    *json.Number `json:"change_year"`
		Trend         *Trend       `json:"trend"`
		Forecast      *json.Number `json:"forecast"`
	}
	occurrenceJSON struct {
		Kind  RhythmKind  `json:"kind"`
		Due   string      `json:"due"`
		State RhythmState `json:"state"`
		Entry *string     `json:"entry"`
	}
	retainerJSON struct {
		Item     string       `json:"item"`
		Period   string       `json:"period"`
		Included *json.Number `json:"included"`
		Used     *json.Number `json:"used"`
		Burn     float64      `json:"burn"`
		Pace     *float64     `json:"pace"`
	}
	moneyJSON struct {
		Item     string       `json:"item"`
		Period   string       `json:"period"`
		Used     *json.Number `json:"used"`
		Included *json.Number `json:"included"`
		Carried  *json.Number `json:"carried"`
		Over     *json.Number `json:"over"`
		Amount   *json.Number `json:"amount"`
		Cap      *json.Number `json:"cap"`
		Currency *string      `json:"currency"` // of amount and cap
		State    UsageState   `json:"state"`
	}
	recordJSON struct {
		Provider sideJSON `json:"provider"`
		Client   sideJSON `json:"client"`
	}
	sideJSON struct {
		countJSON
		By struct {
			Plan     countJSON `json:"plan"`
			Requests countJSON `json:"requests"`
			Answers  countJSON `json:"answers"`
			Rhythm   countJSON `json:"rhythm"`
		} `json:"by"`
	}
	countJSON struct {
		Kept   int `json:"kept"`
		Broken int `json:"broken"`
	}
	feedbackJSON struct {
		Answers int  `json:"answers"`
		NPS     *int `json:"nps"`
		CSAT    *int `json:"csat"`
	}
)

func engagementStatus(e *Engagement, zone *time.Location, describe func(*Engagement, *Reason) string) engagementJSON {
	status := engagementJSON{
		Engagement: e.Content.ID,
		Title:      e.Content.Title.Raw,
		Status:     string(e.Content.Status),
		Milestones: make([]milestoneJSON, len(e.Milestones)),
		Inputs:     make([]inputJSON, len(e.Inputs)),
		Requests:   make([]requestJSON, len(e.Requests)),
		Turnaround: make([]turnaroundJSON, len(e.Turnaround)),
		KPIs:       make([]kpiJSON, len(e.KPIs)),
		Rhythm:     make([]occurrenceJSON, len(e.Rhythm)),
		Retainer:   make([]retainerJSON, len(e.Retainers)),
		Money:      make([]moneyJSON, len(e.Usages)),
		Record:     recordStatus(e),
		Feedback:   feedbackJSON(e.Feedback),
	}
	agreement := e.Agreement()
	status.Agreement = agreementJSON{agreement.Number, agreement.Since.String(), agreement.Fingerprint}
	if h := e.Health; h != nil {
		status.Health = &healthJSON{State: h.State, Stated: text(h.Stated), Reasons: make([]reasonJSON, len(h.Reasons))}
		for i := range h.Reasons {
			r := &h.Reasons[i]
			status.Health.Reasons[i] = reasonJSON{Reason: r.Kind, Ref: text(r.Ref), State: r.State, Text: describe(e, r)}
		}
	}
	for i := range e.Milestones {
		m := &e.Milestones[i]
		status.Milestones[i] = milestoneJSON{
			ID: m.Content.ID, Agreed: m.Agreed.String(), Due: m.Due.String(), FairDue: day(m.FairDue),
			Expected: day(m.Expected), Done: day(m.Done), State: m.State, MovedByClient: m.MovedByClient,
			LateBy: m.LateBy, Notice: m.Notice, Told: day(m.Told), Known: day(m.Known), Untold: m.Untold,
		}
	}
	for i := range e.Inputs {
		status.Inputs[i] = inputStatus(&e.Inputs[i])
	}
	for i := range e.Requests {
		r := &e.Requests[i]
		status.Requests[i] = requestJSON{r.Content.ID, text(r.Content.Type), clock(r.Opened, zone), clock(r.RespondDue, zone),
			clock(r.ResolveDue, zone), text(r.Response), text(r.Resolution)}
	}
	for i, t := range e.Turnaround {
		status.Turnaround[i] = turnaroundJSON{t.Type, tallyStatus(t.Response), tallyStatus(t.Resolution)}
	}
	for i := range e.KPIs {
		status.KPIs[i] = kpiStatus(&e.KPIs[i])
	}
	for i, o := range e.Rhythm {
		status.Rhythm[i] = occurrenceJSON{o.Kind, o.Due.String(), o.State, text(o.Entry)}
	}
	for i, r := range e.Retainers {
		status.Retainer[i] = retainerJSON{r.Item, r.Period.String(), number(r.Included), number(r.Used), r.Burn, r.Pace}
	}
	for i := range e.Usages {
		status.Money[i] = moneyStatus(&e.Usages[i])
	}
	return status
}

func inputStatus(in *Input) inputJSON {
	status := inputJSON{
		ID: in.Content.ID, Period: text(in.PeriodName()), Due: in.Due.String(), Received: day(in.Received),
		Partly: make([]string, len(in.Partly)), Returned: make([]returnJSON, len(in.Returned)), State: in.State, Lateness: in.Lateness,
	}
	for i, d := range in.Partly {
		status.Partly[i] = d.String()
	}
	for i, r := range in.Returned {
		status.Returned[i] = returnJSON{r.Came.String(), r.On.String(), text(r.Why.Raw)}
	}
	return status
}

func moneyStatus(u *Usage) moneyJSON {
	status := moneyJSON{
		Item: u.Item, Period: u.Period.String(), State: u.State,
		Used: optional(u.Used), Included: optional(u.Included), Carried: optional(u.Carried), Over: optional(u.Over),
	}
	if u.Amount != nil {
		status.Amount = number(u.Amount.Amount)
	}
	if u.Price != nil {
		status.Currency = text(u.Price.Amount.Currency)
		if u.Price.Cap.Currency != "" {
			status.Cap = number(u.Price.Cap.Amount)
		}
	}
	return status
}

// optional is a decimal that may be absent.
func optional(d *decimal.Decimal) *json.Number {
	if d == nil {
		return nil
	}
	return number(*d)
}

func recordStatus(e *Engagement) *recordJSON {
	if e.ByKind == nil {
		return nil
	}
	return &recordJSON{
		Provider: sideStatus(e, func(r Record) Count { return r.Provider }),
		Client:   sideStatus(e, func(r Record) Count { return r.Client }),
	}
}

func sideStatus(e *Engagement, side func(Record) Count) sideJSON {
	status := sideJSON{countJSON: countJSON(side(e.Record))}
	by := []*countJSON{&status.By.Plan, &status.By.Requests, &status.By.Answers, &status.By.Rhythm} // as RecordKinds
	for i, kind := range e.ByKind {
		*by[i] = countJSON(side(kind.Record))
	}
	return status
}

func tallyStatus(t Tally) tallyJSON {
	status := tallyJSON{Met: t.Met, Missed: t.Missed, Running: t.Running}
	if share, ok := t.Attainment(); ok {
		status.Attainment = &share
	}
	return status
}

func kpiStatus(k *KPI) kpiJSON {
	status := kpiJSON{ID: k.Content.ID, Trend: text(k.Trend)}
	if t := k.Content.Target; t.Set {
		status.Target = target(k, t.Low, t.High)
	}
	if p := k.Current; p != nil {
		status.Period, status.Value, status.Status = text(p.Period.String()), number(p.Value), text(p.Status)
		if p.HasTarget {
			status.TargetNow = target(k, p.TargetLow, p.TargetHigh)
		}
	}
	if k.YearBefore != nil {
		status.YearBefore, status.ChangeYear = number(*k.YearBefore), number(*k.ChangeYear)
	}
	if c := k.Change; c != nil {
		status.Change, status.Favourable = number(c.Absolute), c.Favourable
		if c.Percent != nil {
			status.ChangePercent = number(*c.Percent)
		}
	}
	if k.Forecast != nil {
		status.Forecast = number(k.Forecast.Value)
	}
	return status
}

func text[S ~string](s S) *S {
	if s == "" {
		return nil
	}
	return &s
}

func day(d calendar.Date) *string { return text(d.String()) }

func clock(t time.Time, zone *time.Location) *string {
	if t.IsZero() {
		return nil
	}
	s := t.In(zone).Format(time.RFC3339)
	return &s
}

// number keeps a decimal exact: it is written with its own digits.
func number(d decimal.Decimal) *json.Number {
	n := json.Number(d.String())
	return &n
}

// target is a number, or two of them where the KPI should stay in a range.
func target(k *KPI, low, high decimal.Decimal) any {
	if k.Content.Direction == content.Within {
		return [2]*json.Number{number(low), number(high)}
	}
	return number(low)
}
