package inbox

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"rapport/generator/answer"
)

// Limits of what form services pass on.
const (
	maxDepth = 12 // of JSON
	maxRows  = 100_000
	maxField = 64 << 10 // bytes of one field
)

// readJSON reads the answers in an object, in a list, or in a line each, however deep they stand.
func readJSON(data []byte) ([]Message, error) {
	var all []Message
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	values := 0
	for {
		var value any
		err := decoder.Decode(&value)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return all, fmt.Errorf("JSON that cannot be read behind its value %d: %w", values, err)
		}
		values++
		collect(value, nil, 0, &all)
	}
	if len(all) == 0 && values > 0 && !bytes.Equal(data, []byte("[]")) {
		return nil, fmt.Errorf("JSON without an answer: no object in it has a key %q", answer.VersionField)
	}
	return all, nil
}

// collect finds the objects that are answers. around are those in which one stands: they say its
// id, and when it came.
func collect(value any, around []map[string]any, depth int, all *[]Message) {
	if depth > maxDepth || len(*all) >= maxRows {
		return
	}
	switch value := value.(type) {
	case []any:
		if fields := listed(value); fields != nil {
			collect(fields, around, depth+1, all)
			return
		}
		for _, element := range value {
			collect(element, nil, depth+1, all) // each is one of many, and has its own id
		}
	case map[string]any:
		if version := text(value[answer.VersionField]); version != "" {
			*all = append(*all, submitted(value, append(slices.Clip(around), value)))
			return
		}
		around = append(slices.Clip(around), value)
		before := len(*all)
		for _, key := range sortedKeys(value) {
			collect(value[key], around, depth+1, all)
			if len(*all) > before && isOneAnswer(value) {
				return // the same answer in other words: human_fields beside data
			}
		}
	}
}

// isOneAnswer reports whether an object is the envelope of one answer: it has an id, or a time,
// of its own.
func isOneAnswer(object map[string]any) bool {
	return first(object, idKeys) != "" || !timeOf(object).IsZero()
}

// listed returns the fields that are written as a list of names and values; nil for another list.
func listed(list []any) map[string]any {
	fields := map[string]any{}
	for _, element := range list {
		object, ok := element.(map[string]any)
		if !ok {
			return nil
		}
		name := first(object, []string{"name", "key", "field", "id", "label", "title"})
		value, ok := object["value"]
		if !ok {
			value, ok = object["answer"]
		}
		if name == "" || !ok {
			return nil
		}
		fields[name] = value
	}
	if fields[answer.VersionField] == nil {
		return nil
	}
	return fields
}

// Names that form services give to the id of an answer and to when it came.
var (
	idKeys   = []string{"id", "_id", "uuid", "submission_id", "submissionId", "submissionid", "submission id", "entry_id", "response_id", "responseId", "token"}
	timeKeys = []string{"created_at", "createdAt", "submitted_at", "submittedAt", "submission_date", "submissionDate", "created", "_date", "date", "timestamp", "received_at", "time", "submitted at", "created at"}
)

// submitted makes a message of the fields of an answer.
func submitted(fields map[string]any, around []map[string]any) Message {
	m := Message{By: Form, IsAnswer: true}
	names := sortedKeys(fields)
	sealed := ""
	for _, key := range names {
		if strings.EqualFold(strings.TrimSpace(key), answer.SealedField) {
			sealed = text(fields[key])
		}
		set(&m.Answer, key, text(fields[key]))
	}
	for _, object := range around { // what the service says before what somebody filled in
		if m.ID == "" {
			m.ID = cleanID(first(object, idKeys))
		}
		if m.At.IsZero() {
			m.At = timeOf(object)
		}
	}
	m.finish()
	if sealed != "" {
		m.envelope(sealed)
	}
	return m
}

// set sets a field of an answer, whose name may be written in capitals.
func set(a *answer.Answer, name, value string) {
	if len(value) > maxField {
		value = strings.ToValidUTF8(value[:maxField], "")
	}
	a.Set(strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(plain(value)))
}

// finish fills in what follows from the answer.
func (m *Message) finish() {
	m.From = Sender{Name: m.Answer.Name, Address: m.Answer.Email}
	m.Words = m.Answer.Text
	var whole strings.Builder
	for _, f := range m.Answer.Fields() {
		fmt.Fprintf(&whole, "%s: %s\n", f.Name, f.Value)
	}
	m.Whole = whole.String()
	if m.ID == "" {
		m.ID = hash(append([]byte(m.Whole), m.At.UTC().String()...))
	}
	if m.Answer.Trap != "" {
		m.Automatic = "a robot filled in the field that people don't see"
	}
}

func sortedKeys(object map[string]any) []string {
	keys := make([]string, 0, len(object))
	for key := range object {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// first returns the first of several keys that holds a single value.
func first(object map[string]any, keys []string) string {
	for _, key := range keys {
		if value := text(object[key]); value != "" {
			return value
		}
	}
	return ""
}

// text returns a single value as text, and a list of such as one a comma joins.
func text(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case json.Number:
		return value.String()
	case bool:
		return fmt.Sprint(value)
	case []any:
		var all []string
		for _, element := range value {
			if one := text(element); one != "" {
				all = append(all, one)
			}
		}
		return strings.Join(all, ", ")
	}
	return ""
}

func timeOf(object map[string]any) time.Time {
	for _, key := range timeKeys {
		if at, ok := parseTime(text(object[key])); ok {
			return at
		}
	}
	return time.Time{}
}

// parseTime reads a time as form services write it: RFC 3339, with a space, in seconds or
// thousandths of a second since 1970. One without an offset is in UTC.
func parseTime(text string) (time.Time, bool) {
	text = strings.TrimSpace(text)
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04:05.999Z0700", "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 UTC", "2006-01-02 15:04:05 MST", "2006-01-02 15:04:05.999", "2006-01-02 15:04", "2006-01-02"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	var seconds int64
	if n, err := fmt.Sscanf(text, "%d", &seconds); n == 1 && err == nil && fmt.Sprint(seconds) == text {
		switch {
		case 1e9 <= seconds && seconds < 1e11:
			return time.Unix(seconds, 0).UTC(), true
		case 1e12 <= seconds && seconds < 1e14:
			return time.UnixMilli(seconds).UTC(), true
		}
	}
	return parseDate(text)
}

// readCSV reads a table of answers, one a row, with the names of the fields in its first row.
func readCSV(data []byte) ([]Message, error) {
	head, _, _ := bytes.Cut(data, []byte("\n"))
	comma := ','
	for _, other := range []rune{';', '\t'} {
		if bytes.Count(head, []byte(string(other))) > bytes.Count(head, []byte(string(comma))) {
			comma = other
		}
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma, -1, true
	names, err := r.Read()
	for i := range names {
		names[i] = strings.ToLower(strings.TrimSpace(names[i]))
	}
	if err != nil || !slices.Contains(names, answer.VersionField) {
		return nil, ErrFormat
	}
	var all []Message
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) || len(all) >= maxRows {
			return all, nil
		}
		if err != nil {
			return all, fmt.Errorf("CSV that cannot be read: %w", err)
		}
		fields := map[string]any{}
		for i, value := range row[:min(len(row), len(names))] {
			fields[names[i]] = value
		}
		if text(fields[answer.VersionField]) != "" {
			all = append(all, submitted(fields, []map[string]any{fields}))
		}
	}
}
