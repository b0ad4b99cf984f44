package facts

import "rapport/generator/calendar"

// By when what has no day of its own is asked for.
const (
	feedbackDays = 15 // working days after it was asked for
	askedFor     = 90 // days after which a report that nobody read, or feedback that nobody gave, is history
)

// askBy returns the day by which an open item is asked for: the one that was
// agreed. Where none was, an action and a review have as many working days as an
// answer has, and feedback three weeks. A report that is older than one that was
// reviewed needs no review of its own.
func (w *worklist) askBy(item *OpenItem) calendar.Date {
	if item.Due != 0 {
		return item.Due
	}
	isHistory := w.today-item.Opened > askedFor
	switch {
	case item.Kind == ActionItem,
		item.Kind == ReviewItem && !isHistory && item.Opened > w.reviewed:
		return w.daysAfter(item.Side, item.Opened, answerDays)
	case item.Kind == FeedbackItem && !isHistory:
		return w.daysAfter(item.Side, item.Opened, feedbackDays)
	}
	return 0
}
