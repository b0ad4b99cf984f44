package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rapport/generator"
	"rapport/generator/chromium"
	"rapport/generator/pdf"
	"rapport/generator/press"
	"rapport/generator/remind"
)

// attachReports puts into mails the reports that they tell of, where that is asked for. The error says
// why some go without; the mails are as good as ever.
func (r *reminder) attachReports(ctx context.Context, w press.Workspace, asOf press.AsOf, shares []*remind.Share, mails []remind.Mail) error {
	if !r.attach {
		return nil
	}
	if sealed := remind.Attach(mails, shares); len(sealed) > 0 {
		fmt.Fprintf(r.env.stderr, "not attached, since their portals are sealed and a mail is open to every server on its way: reports of %s\n", strings.Join(sealed, ", "))
	}
	pages := map[string][]string{}
	for _, m := range mails {
		for _, a := range m.Attached {
			if !slices.Contains(pages[m.Client], a.Page) {
				pages[m.Client] = append(pages[m.Client], a.Page)
			}
		}
	}
	if len(pages) == 0 {
		return nil
	}
	papers, err := r.print(ctx, w, asOf, pages)
	if err == nil && r.dryRun {
		return nil
	}
	for i := range mails {
		m := &mails[i]
		m.Attached = slices.DeleteFunc(m.Attached, func(a remind.Attachment) bool { return papers[m.Client][a.Page] == nil })
		for k := range m.Attached {
			m.Attached[k].Body = papers[m.Client][m.Attached[k].Page]
		}
	}
	if err != nil {
		return fmt.Errorf("the mails are without the reports that --attach asks for: %w", err)
	}
	return nil
}

// print prints pages, by client. A dry run only finds out whether it could.
func (r *reminder) print(ctx context.Context, w press.Workspace, asOf press.AsOf, pages map[string][]string) (map[string]map[string][]byte, error) {
	browser, err := chromium.Find(ctx, r.env.getenv(chromium.Variable))
	if err != nil || r.dryRun {
		return nil, err
	}
	line := r.progress("client")
	papers, result, err := generator.Papers(ctx, generator.PapersOptions{
		Workspace: w, AsOf: asOf, BaseURL: r.baseURL, Jobs: r.jobs, Browser: browser, Pages: pages, Progress: line.step,
	})
	line.done()
	if err != nil {
		return papers, err
	}
	var reasons []error
	for _, p := range result.Problems {
		if p.Rule == pdf.NoPDF.Name {
			reasons = append(reasons, errors.New(p.Message))
		}
	}
	return papers, errors.Join(reasons...)
}
