package sitetest

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

// Forms takes forms and keeps what they send, as services for forms do.
type Forms struct {
	*httptest.Server
	Taken chan url.Values
}

// NewForms starts such a service, for as long as the test runs.
func NewForms(t testing.TB) *Forms {
	t.Helper()
	f := &Forms{Taken: make(chan url.Values, 1)}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.ParseForm() == nil {
			f.Taken <- r.PostForm
		}
	}))
	t.Cleanup(f.Close)
	return f
}
