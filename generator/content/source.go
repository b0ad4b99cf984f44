package content

import (
	"strings"
	"unicode"

	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
)

// A Source says how what a client said came into the file: `rapport intake` took it from a mail
// or a form.
type Source struct {
	By string // mail or form; "" where nothing came so
	ID string // of the message
	At Moment // when it was sent
}

// The ways in which a client's word comes.
const (
	ByMail = "mail"
	ByForm = "form"
)

// IsZero reports whether nothing says how it came.
func (s Source) IsZero() bool { return s.By == "" }

// sourceOf is the key under which a file, or an element of one, says where a client's word came from.
func sourceOf[T any](at func(t *T) *Source) schema.Field[T] {
	return schema.Key("source", schema.MapOf(sourceMap), at, "The mail or the answer of a form in which the client said so. rapport intake writes it: by its id the same message is not taken in twice.").Holds(schema.Recorded)
}

var sourceMap = schema.New(
	schema.Key("by", schema.Choice(ByMail, ByForm), func(s *Source) *string { return &s.By }, "How it came.").Required(),
	schema.Key("id", line, func(s *Source) *string { return &s.ID }, "The message's id: that of the mail, or of the form's answer.").Required(),
	schema.Key("at", moment, func(s *Source) *Moment { return &s.At }, "When it was sent.").Required().Comes("by", "id"),
).Holds(schema.Recorded).Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, s *Source) {
	if len(s.ID) > maxSourceID || strings.ContainsFunc(s.ID, unicode.IsSpace) {
		d.Errorf(n.Get("id").Mark, BadSource, "%s is not the id of a message, which has no spaces and at most %d characters; write it as rapport intake wrote it", diag.Quote(s.ID), maxSourceID)
	}
})

// maxSourceID bounds the id of a message.
const maxSourceID = 250
