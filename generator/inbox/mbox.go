package inbox

import (
	"bytes"
	"errors"
	"fmt"
)

// mboxLine begins each mail of an mbox: From, a sender, and a day of the week, or whatever a
// program writes in their place.
var mboxLine = pattern(`^From (\S+|-)?\s.*[0-9]{4}\s*([-+0-9: A-Z]*)$`)

// escapedFrom is a line of a mail that an mbox keeps from beginning another.
var escapedFrom = pattern(`(?m)^>(>*From )`)

// readMbox reads the mails of an mbox. Those that can't be read are named in the error.
func readMbox(data []byte) ([]Message, error) {
	var all []Message
	var wrong []error
	for i, mail := range splitMbox(data) {
		m, err := readMail(escapedFrom().ReplaceAll(mail, []byte("$1")))
		if err != nil {
			wrong = append(wrong, fmt.Errorf("mail %d: %w", i+1, err))
			continue
		}
		all = append(all, m)
	}
	return all, errors.Join(wrong...)
}

// splitMbox cuts an mbox at the lines that begin its mails: the first, and those after an empty one.
func splitMbox(data []byte) [][]byte {
	var mails [][]byte
	from, blank := -1, true
	for at := 0; at < len(data); {
		end := len(data)
		if n := bytes.IndexByte(data[at:], '\n'); n >= 0 {
			end = at + n + 1
		}
		line := bytes.TrimRight(data[at:end], "\r\n")
		if blank && bytes.HasPrefix(line, []byte("From ")) && (at == 0 || mboxLine().Match(line)) {
			if from >= 0 {
				mails = append(mails, data[from:at])
			}
			from = end
		}
		blank = len(line) == 0
		at = end
	}
	if from >= 0 && from <= len(data) {
		mails = append(mails, data[from:])
	}
	return mails
}
