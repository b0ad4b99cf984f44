package lsp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"strconv"
	"strings"
	"sync"
)

// A message is a request, a notification or a response of JSON-RPC 2.0.
type message struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id,omitempty"` // a number or a text; a notification has none
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *failure        `json:"error,omitempty"`
}

func (m *message) isRequest() bool { return m.Method != "" && m.ID != nil }

// A failure is the error of a response.
type failure struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func (f *failure) Error() string { return f.Message }

// Codes of failures, as JSON-RPC and the protocol number them.
const (
	parseError     = -32700
	invalidRequest = -32600
	methodNotFound = -32601
	invalidParams  = -32602
	internalError  = -32603
	notInitialized = -32002
	requestFailed  = -32803
	canceled       = -32800
)

// Bounds of what a client may send at once. No file of text is as large.
const (
	maxMessage = 64 << 20
	maxHeader  = 8 << 10
)

// errMalformed tells that one message cannot be read, and that the next one can.
var errMalformed = errors.New("this is no message of JSON-RPC 2.0")

// A wire carries messages, each behind a header that says how long it is.
type wire struct {
	in *bufio.Reader

	mu  sync.Mutex
	out io.Writer
}

func newWire(in io.Reader, out io.Writer) *wire {
	return &wire{in: bufio.NewReaderSize(in, 64<<10), out: out}
}

// read returns the next message. The error wraps errMalformed where those behind it can be read all the
// same, and io.EOF where there are no more.
func (w *wire) read() (*message, error) {
	length, err := w.header()
	if err != nil {
		return nil, err
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(w.in, body); err != nil {
		return nil, fmt.Errorf("the last message is not whole: %w", err)
	}
	var m message
	if err := json.Unmarshal(body, &m); err != nil {
		return nil, fmt.Errorf("%w: %w", errMalformed, err)
	}
	if bytes.Equal(m.ID, []byte("null")) {
		m.ID = nil
	}
	return &m, nil
}

// header reads the header of a message, and returns its length.
func (w *wire) header() (int, error) {
	length := -1
	for size := 0; ; {
		line, err := w.in.ReadSlice('\n')
		text := strings.TrimRight(string(line), "\r\n")
		switch size += len(text); {
		case err == nil && size > maxHeader, errors.Is(err, bufio.ErrBufferFull):
			return 0, errors.New("a header is too long; is this a language client?")
		case errors.Is(err, io.EOF) && size > 0:
			return 0, io.ErrUnexpectedEOF
		case err != nil:
			return 0, err
		case text == "" && length >= 0:
			return length, nil
		}
		name, value, _ := strings.Cut(text, ":")
		if textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name)) != "Content-Length" {
			continue
		}
		if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil || length < 0 || length > maxMessage {
			return 0, fmt.Errorf("a message of %q bytes; at most %d are taken", strings.TrimSpace(value), maxMessage)
		}
	}
}

// write sends a message.
func (w *wire) write(m *message) error {
	m.Version = "2.0"
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	_, err = fmt.Fprintf(w.out, "Content-Length: %d\r\n\r\n%s", len(body), body)
	return err
}

// notify sends a notification.
func (w *wire) notify(method string, params any) error {
	body, err := json.Marshal(params)
	if err != nil {
		return err
	}
	return w.write(&message{Method: method, Params: body})
}

// answer sends the response to a request: a result, or what failed.
func (w *wire) answer(id json.RawMessage, result any, err error) error {
	response := &message{ID: id}
	if id == nil {
		response.ID = json.RawMessage("null")
	}
	if err == nil {
		response.Result, err = json.Marshal(result)
	}
	var f *failure
	switch {
	case errors.As(err, &f):
		response.Error = f
	case err != nil:
		response.Error = &failure{requestFailed, err.Error()}
	}
	if response.Error != nil {
		response.Result = nil
	}
	return w.write(response)
}

// decode reads the parameters of a message.
func decode[T any](m *message) (T, error) {
	var params T
	if len(m.Params) == 0 {
		return params, nil
	}
	if err := json.Unmarshal(m.Params, &params); err != nil {
		return params, &failure{invalidParams, fmt.Sprintf("%s: %v", m.Method, err)}
	}
	return params, nil
}
