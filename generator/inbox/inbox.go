// Package inbox reads what clients sent, from the files in which it comes: mails as programs
// write them, one a file or many in an mbox, and what form services pass on, as JSON or CSV.
// Read makes messages of all of them alike: who wrote, when, the answer it carries, and the
// words that are the writer's own. An answer that is sealed is found, and opened by Open with a
// key that is not known here.
//
// What it reads was written by strangers. It bounds the size, depth and number of all that it
// takes apart, follows no link, opens no attachment but a mail or a sealed answer, and believes
// nothing: whether the sender may say what a message says is for whoever takes it in. A From header
// can be forged; what a receiving server found to be so is in Doubt.
package inbox

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"rapport/generator/answer"
)

// By is how a message came.
type By string

// The ways.
const (
	Mail By = "mail"
	Form By = "form"
)

// A Message is what somebody sent.
type Message struct {
	File    string // in which it stands; "" where whoever reads does not say
	By      By
	ID      string    // the mail's Message-ID without its brackets, the form service's id, or a hash of the whole
	At      time.Time // in the zone of the sender, where it says one; zero where it does not say
	From    Sender
	Subject string

	Answer   answer.Answer // with the words of the client in their fields
	IsAnswer bool          // it says what it answers
	Others   int           // how many more answers stand in it

	Sealed *Sealed // what it holds under seal; nil for nothing. It says nothing until it is opened

	Words string // the client's own, without quotes and signature; "" where that can't be told
	Whole string // all that can be read of it

	Automatic string   // why nobody wrote it: an answer during absence, a bounce, a robot; "" if somebody did
	Doubt     string   // why the sender may be forged, or the text damaged; "" for no reason
	Forwards  *Message // what it passes on, whose sender is as true as this one's
}

// A Sender is a person with a mail address, as the message has it.
type Sender struct{ Name, Address string }

// MaxFile is how many bytes of a file are read.
const MaxFile = 256 << 20

// maxID is how many bytes of an id are kept.
const maxID = 200

// ErrFormat is returned for a file that holds no messages in a format that is known.
var ErrFormat = errors.New("neither a mail, an mbox, JSON nor CSV of a form's answers, nor a sealed answer")

// Read returns the messages of a file, and what is wrong with those that could not be read. Its
// format is told from what it holds.
func Read(data []byte) ([]Message, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	trimmed := bytes.TrimSpace(data)
	switch {
	case len(data) > MaxFile:
		return nil, fmt.Errorf("larger than %d MiB; split it", MaxFile>>20)
	case len(trimmed) == 0:
		return nil, nil
	case trimmed[0] == '{' || trimmed[0] == '[':
		return readJSON(trimmed)
	case answer.MarksArmour(string(trimmed[:min(len(trimmed), 64)])):
		return readArmours(string(trimmed)), nil
	case bytes.HasPrefix(data, []byte("From ")):
		return readMbox(data)
	case isMail(data):
		m, err := readMail(data)
		if err != nil {
			return nil, err
		}
		return []Message{m}, nil
	}
	return readCSV(data)
}

// hash names a message that has no name of its own.
func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256-" + hex.EncodeToString(sum[:12])
}

// cleanID returns an id in characters that can be seen, not too long; "" where little is left.
func cleanID(id string) string {
	id = strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' {
			return -1
		}
		return r
	}, id)
	id = strings.Trim(id, "<>")
	if len(id) > maxID {
		return hash([]byte(id))
	}
	return id
}

// plain is a text in UTF-8 with line ends of one kind, and a mark in the place of each character that
// steers a screen: an address that holds one is no other's.
func plain(text string) string {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\ufffd")
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text)
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ' || 0x7f <= r && r <= 0x9f:
			return '\ufffd'
		}
		return r
	}, text)
}
