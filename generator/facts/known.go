package facts

import (
	"rapport/generator/calendar"
)

// Committed is a forecast of a milestone as its provider committed it on a day.
type Committed struct {
	On       calendar.Date
	Forecast calendar.Date // zero for none
}

// Know tells of each milestone that was or will be done after its fair due since when
// its provider knew: the first day on which a forecast past the fair due was committed.
// Facts follow from content alone, and what witnesses the past stands outside of it;
// committed returns the forecasts of a milestone by day, as far as anybody witnessed
// them.
func (e *Engagement) Know(committed func(milestone string) []Committed, cal *calendar.Calendar) {
	for i := range e.Milestones {
		m := &e.Milestones[i]
		if m.FairDue == 0 || m.State != DoneLate && m.State != Late && m.State != Slipping {
			continue
		}
		for _, c := range committed(m.Content.ID) {
			if c.On <= e.Today && c.Forecast != 0 && cal.WorkingDays(m.FairDue, c.Forecast) > 0 {
				m.Known = c.On
				break
			}
		}
	}
}
