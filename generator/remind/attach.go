package remind

import (
	"strings"

	"rapport/generator/place"
)

// An Attachment is a PDF that a mail brings along.
type Attachment struct {
	Name string `json:"name"`
	Body []byte `json:"body,omitempty"` // base64 in JSON

	Page string `json:"-"` // of the portal, that it is made from
}

// Attach notes in mails the reports that they tell of as news, without their bodies. What a
// sealed portal holds is not sent in the clear: the clients whose reports are left out for
// that are returned.
func Attach(mails []Mail, shares []*Share) (sealed []string) {
	isSealed := map[string]bool{}
	for _, s := range shares {
		isSealed[s.Client] = s.Sealed
	}
	for i := range mails {
		m := &mails[i]
		for _, n := range m.News {
			report, ok := strings.CutPrefix(n.Ref, reportRef)
			switch {
			case !ok:
			case isSealed[m.Client]:
				if len(sealed) == 0 || sealed[len(sealed)-1] != m.Client {
					sealed = append(sealed, m.Client)
				}
			default:
				m.Attached = append(m.Attached, Attachment{Name: n.Engagement + "-" + report + ".pdf", Page: place.Report(n.Engagement, report).File})
			}
		}
	}
	return sealed
}
