package facts

import "strconv"

// Address is where an open item stands in the content, below its engagement; "" for a
// request that is a row of a table. What clients send back names an item by it.
func (o *OpenItem) Address() string {
	switch {
	case o.Input != nil:
		return o.Input.Address()
	case o.Report != nil:
		return "reports/" + o.Ref
	case o.Entry != nil && o.Kind == ActionItem:
		return "journal/" + o.Ref + "#" + strconv.Itoa(o.Index+1)
	case o.Entry != nil:
		return "journal/" + o.Ref
	case o.Request != nil && o.Request.Content.Entry != nil:
		return "journal/" + o.Request.Content.Entry.ID
	}
	return ""
}

// Address is where an input stands in the content, below its engagement, with the period
// of an occurrence behind it.
func (in *Input) Address() string {
	if in.Period.IsZero() {
		return "inputs/" + in.Content.ID
	}
	return "inputs/" + in.Content.ID + "@" + in.PeriodName()
}

// Address is where a milestone stands in the content, below its engagement.
func (m *Milestone) Address() string { return "plan/" + m.Content.ID }
