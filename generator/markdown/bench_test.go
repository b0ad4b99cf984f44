package markdown

import (
	"fmt"
	"strings"
	"testing"

	"rapport/generator/diag"
)

// report is a body of some 300 words, as a monthly report has it.
const report = `September was the third month of growth. Orders came to *362*, which is
**53 more** than in August, and most of that came from the [new product
pages](../journal/2026-09-18-product-pages.md) that went live on the 18th.

## What happened

The product pages for bread and rolls are done. Each has a picture, a price for
one and for a dozen, and says until when one can order for the next day. "Until
when" was the question that customers asked most on the phone -- it's answered
on the page now, and calls before opening fell from eleven a day to four.

| Page | Visits | Orders |
|:-----|-------:|-------:|
| Bread | 4,210 | 201 |
| Rolls | 2,954 | 118 |
| Cakes | 1,877 | 43 |

### Cakes

Cakes are still behind. The page shows no prices, because the price list for
cakes has not come yet[^prices]; visitors look, and then leave or call. We could
show "from" prices in the meantime, and would need one figure a cake for it.

> [!IMPORTANT]
> The shop closes its old order form on 1 November. Customers who saved its
> address see a page that leads them on.

## What comes next

1. Prices for cakes, as soon as the list is here.
2. A reminder by mail for orders that were begun and not finished.
3. Opening hours for the holidays:
   - 24 December until 14:00
   - 25 and 26 December closed

- [x] Pictures of rolls
- [ ] Pictures of cakes

The till export for August came on 9 September, six days after its date, so the
comparison with sales in the shop has to wait until the next report. Nothing in
the plan moves because of it. See https://example.org/handbook for how we count.

[^prices]: Asked for on 1 June, and again on 4 June and 2 September.
`

func BenchmarkConvert(b *testing.B) {
	c := New()
	ctx := Context{
		File:    "content/clients/a/b/reports/2026-09.md",
		Line:    12,
		Resolve: func(Link) (Target, error) { return Target{Href: "../journal.html#2026-09-18-product-pages"}, nil },
	}
	var problems diag.List
	src := []byte(report)
	b.ReportAllocs()
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		c.Convert(src, ctx, &problems)
	}
	if n := len(problems.Sorted()); n > 0 {
		b.Fatal(problems.Sorted()[0])
	}
}

func BenchmarkAnchors(b *testing.B) {
	c, src := New(), []byte(report)
	b.ReportAllocs()
	for b.Loop() {
		c.Anchors(src)
	}
}

func BenchmarkInline(b *testing.B) {
	c := New()
	for _, line := range []string{
		"Payment by iDEAL and card",
		"We don't move the date",
		"One *person* collects `all` comments",
	} {
		b.Run(strings.ReplaceAll(fmt.Sprintf("%.12s", line), " ", "-"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Inline(line, diag.Position{}, Context{}, nil)
			}
		})
	}
}
