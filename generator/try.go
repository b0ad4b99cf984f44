package generator

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/edits"
	"rapport/generator/press"
)

// Try returns the errors that changes of a client's files would bring: those that are not
// there without them, by place. Nothing is written. A change of a file that is not the
// client's is an error.
func Try(ctx context.Context, w press.Workspace, asOf press.AsOf, client string, changes []edits.Change) ([]diag.Problem, error) {
	w.Clients, w.Drafts = []string{client}, true
	r, err := open(w, asOf, "")
	if err != nil || r.failed() {
		return r.result().Problems, err
	}
	defer r.close()
	if len(r.clients) != 1 {
		return nil, fmt.Errorf("there is no client %q", client)
	}
	a := r.clients[0].Address
	bodies := map[string][]byte{}
	before, problems, err := r.errorsWith(a, nil)
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		name, ok := strings.CutPrefix(c.File, before+"/")
		if !ok {
			return nil, fmt.Errorf("%s is not a file of the client %s", c.File, client)
		}
		bodies[name] = c.After
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	_, after, err := r.errorsWith(a, bodies)
	return slices.DeleteFunc(after, func(p diag.Problem) bool {
		return slices.ContainsFunc(problems, func(old diag.Problem) bool {
			return old.File == p.File && old.Rule == p.Rule && old.Message == p.Message
		})
	}), err
}

// errorsWith returns the errors of a client with other bytes in some of its files, and
// where its folder is.
func (r *run) errorsWith(a press.Address, bodies map[string][]byte) (folder string, errors []diag.Problem, err error) {
	c, err := r.press.ReadWith(a, bodies)
	if err != nil {
		return "", nil, err
	}
	defer c.Close()
	problems := slices.Concat(c.Problems(), r.press.Check(c, r.asOf))
	if diag.Errors(problems) == 0 {
		_, found := r.press.Portal(c, r.asOf)
		problems = append(problems, found...)
	}
	problems = slices.DeleteFunc(problems, func(p diag.Problem) bool { return p.Severity != diag.Error })
	return c.Tree.Prefix(), diag.Sort(problems), nil
}
