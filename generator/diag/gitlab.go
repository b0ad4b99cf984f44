package diag

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path"
)

// PrintGitLab writes problems as a report of code quality, which GitLab shows beside the lines of a merge request.
// Folder is the workspace's in the repository, "" where they are the same.
//
// GitLab compares the reports of two commits by fingerprints, so that one must not have the line in it, and no
// two in a report may be the same.
func PrintGitLab(w io.Writer, problems []Problem, folder string) error {
	type lines struct {
		Begin int `json:"begin"`
	}
	type location struct {
		Path  string `json:"path"`
		Lines lines  `json:"lines"`
	}
	type issue struct {
		Description string   `json:"description"`
		CheckName   string   `json:"check_name"`
		Fingerprint string   `json:"fingerprint"`
		Severity    string   `json:"severity"`
		Location    location `json:"location"`
	}
	issues := make([]issue, len(problems)) // an empty report is a list, too
	seen := map[string]int{}
	for i, p := range problems {
		same := fmt.Sprintf("%q %q %q", p.File, p.Rule, p.Message)
		seen[same]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", same, seen[same]))
		issues[i] = issue{
			Description: Visible(p.Message), CheckName: p.Rule, Fingerprint: hex.EncodeToString(sum[:]),
			Severity: [...]string{Error: "critical", Warning: "minor", Note: "info"}[p.Severity],
			Location: location{path.Join(folder, p.File), lines{max(1, p.Line)}},
		}
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(issues); err != nil {
		return err
	}
	_, err := w.Write(text.Bytes())
	return err
}
