package diag

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
)

// PrintGitHub writes problems as commands of a GitHub Actions workflow, one a
// line, which GitHub shows beside the lines of a change:
//
//	::error file=content/provider.md,line=14,col=5,title=unknown-key::unknown key "nam"; did you mean "name"?
//
// Folder is the workspace's in the repository, "" where they are the same.
func PrintGitHub(w io.Writer, problems []Problem, folder string) error {
	var text bytes.Buffer
	for _, p := range problems {
		level := [...]string{Error: "error", Warning: "warning", Note: "notice"}[p.Severity]
		fmt.Fprintf(&text, "::%s file=%s", level, property(path.Join(folder, p.File)))
		if p.Line > 0 {
			fmt.Fprintf(&text, ",line=%d", p.Line)
		}
		if p.Line > 0 && p.Col > 0 {
			fmt.Fprintf(&text, ",col=%d", p.Col)
		}
		fmt.Fprintf(&text, ",title=%s::%s\n", property(p.Rule), data(Visible(p.Message)))
	}
	_, err := w.Write(text.Bytes())
	return err
}

// data escapes what stands behind the colons of a workflow command, and property
// what stands before them: no text may begin a command of its own.
var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace
)
