package press

import (
	"strings"
	"testing"
)

func TestTheRunningTitleStaysAString(t *testing.T) {
	for name, want := range map[string]string{
		"Acme · Studio":            `content:"Acme · Studio"`,
		`Say "hi"; } body { x: \f`: `content:"Say \22 hi\22 ; } body { x: \5c f"`,
		"two\nlines </style>":      `content:"two\a lines \3c /style>"`,
	} {
		if got := runningTitle(name); !strings.Contains(got, want) {
			t.Errorf("%q became %s, which lacks %s", name, got, want)
		}
	}
}
