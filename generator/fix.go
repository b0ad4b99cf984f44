package generator

import (
	"context"
	"io/fs"
	"slices"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/edits"
	"rapport/generator/press"
	"rapport/generator/source"
)

// Fix returns the changes that mend the problems which can be mended by the line, and which those are. Of a client's
// files only those are mended that bring no error of their own: a key that is spelt as it should be may have a value
// that is wrong. Nothing is written.
func Fix(ctx context.Context, w press.Workspace, asOf press.AsOf, problems []diag.Problem) (changes []edits.Change, mended []diag.Problem, err error) {
	folder, err := source.OpenFolder(w.Dir)
	if err != nil {
		return nil, nil, err
	}
	read := func(name string) ([]byte, error) { return fs.ReadFile(folder, name) }
	var sure []diag.Problem
	for _, p := range problems {
		ok := p.Fix.IsSure()
		if client := ClientOf(p.File, w.Content); ok && client != "" {
			if ok, err = bringsNothing(ctx, w, asOf, client, p, read); err != nil {
				return nil, nil, err
			}
		}
		if ok {
			sure = append(sure, p)
		}
	}
	return edits.Mend(sure, read)
}

// ClientOf is the client whose file one is, in a folder of content; "" for none.
func ClientOf(file, content string) string {
	inside, ok := strings.CutPrefix(file, content+"/clients/")
	client, _, below := strings.Cut(inside, "/")
	if !ok || !below {
		return ""
	}
	return client
}

// bringsNothing reports whether a problem's fix leaves nothing else that is wrong at its place, or where a value begins below its key.
func bringsNothing(ctx context.Context, w press.Workspace, asOf press.AsOf, client string, p diag.Problem, read func(string) ([]byte, error)) (bool, error) {
	changes, _, err := edits.Mend([]diag.Problem{p}, read)
	if err != nil || len(changes) == 0 {
		return false, err
	}
	brought, err := Try(ctx, w, asOf, client, changes)
	isNear := func(q diag.Problem) bool { return q.File == p.File && (q.Line == p.Line || q.Line == p.Line+1) }
	if p.Rule == "bad-yaml" {
		return true, err // what the reader passed over is found by now
	}
	return !slices.ContainsFunc(brought, isNear), err
}
