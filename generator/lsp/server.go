package lsp

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"rapport/generator/press"
	"rapport/generator/source"
)

// Options say how a server looks at workspaces.
type Options struct {
	Dir     string // in which the server was started: taken where the client names no folder
	Content string // the content's folder in a workspace
	Theme   string
	Drafts  bool
	BaseURL string
	AsOf    press.AsOf // zero for the minute at hand
	Jobs    int        // clients read at once; 0 for one a processor

	Now     func() time.Time
	Every   func(span time.Duration, do func()) (stop func()) // nil: never
	Random  io.Reader                                         // for the addresses of new clients
	Version string
	Log     io.Writer // of what the client need not be told; nil for nobody
}

// ErrNoShutdown is returned where a client ended the session without a word.
var ErrNoShutdown = errors.New("the client left without shutdown")

// Serve speaks with a client until it leaves. The error is the machine's, or ErrNoShutdown.
func Serve(ctx context.Context, in io.Reader, out io.Writer, o Options) error {
	if o.Log == nil {
		o.Log = io.Discard
	}
	ctx, stop := context.WithCancel(ctx)
	s := &server{
		options: o, wire: newWire(in, out), docs: map[string]*document{}, folders: map[string]*folder{},
		running: map[string]context.CancelFunc{}, queue: make(chan *task, 64), closed: ctx,
	}
	if o.Every != nil {
		defer o.Every(time.Minute, s.tick)()
	}
	go s.listen(ctx)
	err := s.work(ctx)
	stop()
	s.requests.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.folders {
		f.close()
	}
	return err
}

// A server is one session. What the client sends is taken in order by one goroutine; each request is answered by
// one of its own, from documents and results that never change.
type server struct {
	options Options
	wire    *wire
	client  capabilities
	queue   chan *task
	closed  context.Context

	mu      sync.Mutex
	docs    map[string]*document // that are open, by path
	folders map[string]*folder   // workspaces, by path
	roots   []string             // that the client named

	calls    atomic.Int64 // requests to the client
	requests sync.WaitGroup
	underWay sync.Mutex
	running  map[string]context.CancelFunc // requests that can be taken back, by id

	initialized, down bool
}

// A task is a message that waits to be taken.
type task struct {
	message *message
	ctx     context.Context
	err     error // of reading it
}

// listen reads messages. A request may be taken back while it waits.
func (s *server) listen(ctx context.Context) {
	for {
		m, err := s.wire.read()
		t := &task{message: m, ctx: ctx, err: err}
		switch {
		case err != nil:
		case m.Method == "$/cancelRequest":
			s.cancel(m)
			continue
		case m.isRequest():
			t.ctx = s.begin(ctx, m.ID)
		}
		select {
		case s.queue <- t:
		case <-ctx.Done():
			return
		}
		if err != nil && !errors.Is(err, errMalformed) {
			return
		}
	}
}

func (s *server) begin(ctx context.Context, id json.RawMessage) context.Context {
	s.underWay.Lock()
	defer s.underWay.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	s.running[string(id)] = cancel
	return ctx
}

func (s *server) end(id json.RawMessage) {
	s.underWay.Lock()
	defer s.underWay.Unlock()
	if cancel := s.running[string(id)]; cancel != nil {
		cancel()
		delete(s.running, string(id))
	}
}

func (s *server) cancel(m *message) {
	params, err := decode[struct {
		ID json.RawMessage `json:"id"`
	}](m)
	if err != nil {
		return
	}
	s.underWay.Lock()
	defer s.underWay.Unlock()
	if cancel := s.running[string(params.ID)]; cancel != nil {
		cancel()
	}
}

// work takes what was read, in order.
func (s *server) work(ctx context.Context) error {
	for {
		var t *task
		select {
		case t = <-s.queue:
		case <-ctx.Done():
			return nil
		}
		switch m := t.message; {
		case errors.Is(t.err, errMalformed):
			s.wire.answer(nil, nil, &failure{parseError, t.err.Error()})
		case errors.Is(t.err, io.EOF) && s.down:
			return nil
		case errors.Is(t.err, io.EOF):
			return ErrNoShutdown
		case t.err != nil:
			return t.err
		case m.Method == "exit" && s.down:
			return nil
		case m.Method == "exit":
			return ErrNoShutdown
		case m.isRequest():
			s.request(t)
		case m.Method != "":
			s.guard(m.Method, func() error { return s.notification(m) })
		case m.ID == nil:
			s.wire.answer(nil, nil, &failure{invalidRequest, errMalformed.Error()})
		} // else it is a response to what the server asked for, which needs nothing more
	}
}

// guard has one message that brings the server to fall not end the session.
func (s *server) guard(method string, do func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			fmt.Fprintf(s.options.Log, "%s: %v\n%s\n", method, fault, debug.Stack())
			err = &failure{internalError, fmt.Sprintf("rapport itself failed at %s: %v", method, fault)}
		} else if err != nil {
			fmt.Fprintf(s.options.Log, "%s: %v\n", method, err)
		}
	}()
	return do()
}

// request answers a request, in time.
func (s *server) request(t *task) {
	m := t.message
	respond := func(result any, err error) {
		if t.ctx.Err() != nil && s.closed.Err() == nil {
			result, err = nil, &failure{canceled, "the request was taken back"}
		}
		s.wire.answer(m.ID, result, err)
		s.end(m.ID)
	}
	switch {
	case t.ctx.Err() != nil:
		respond(nil, nil)
	case m.Method == "initialize":
		result, err := s.initialize(m)
		respond(result, err)
	case !s.initialized:
		respond(nil, &failure{notInitialized, "the session begins with initialize"})
	case s.down:
		respond(nil, &failure{invalidRequest, "the session was shut down"})
	case m.Method == "shutdown":
		s.down = true
		respond(nil, nil)
	case handlers[m.Method] == nil:
		respond(nil, &failure{methodNotFound, m.Method + " is not spoken here"})
	default:
		s.place(t, respond)
	}
}

// place answers a request about a place of a document, beside what follows it.
func (s *server) place(t *task, respond func(any, error)) {
	m := t.message
	params, err := decode[placeParams](m)
	if err != nil {
		respond(nil, err)
		return
	}
	at, ok := s.inquire(params)
	if !ok {
		respond(nil, nil) // a file that is none of ours
		return
	}
	s.requests.Go(func() {
		var result any
		err := s.guard(m.Method, func() (err error) {
			result, err = handlers[m.Method](t.ctx, at)
			return err
		})
		respond(result, err)
	})
}

// An inquiry is what a request asks about.
type inquiry struct {
	placeParams
	server  *server
	folder  *folder
	library *library // with the document as it is asked about, whatever is typed meanwhile
	doc     *document
	file    string // as problems name it
	offset  int    // of the position in the document
}

// inquire finds the document that a request is about, and false for one that is not open or stands in no
// workspace.
func (s *server) inquire(params placeParams) (*inquiry, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name, ok := pathOf(params.TextDocument.URI)
	doc := s.docs[name]
	if !ok || doc == nil {
		return nil, false
	}
	f, file := s.folderOf(name)
	if f == nil {
		return nil, false
	}
	return &inquiry{params, s, f, f.library(), doc, file, doc.offset(params.Position)}, true
}

// handlers answer requests about documents.
var handlers = map[string]func(context.Context, *inquiry) (any, error){
	"textDocument/codeAction":     actions,
	"textDocument/completion":     complete,
	"textDocument/definition":     definition,
	"textDocument/documentSymbol": symbols,
	"textDocument/foldingRange":   folds,
	"textDocument/hover":          hoverAt,
	"textDocument/inlayHint":      hints,
	"textDocument/prepareRename":  prepareRename,
	"textDocument/references":     references,
	"textDocument/rename":         rename,
}

func (s *server) initialize(m *message) (any, error) {
	if s.initialized {
		return nil, &failure{invalidRequest, "the session has begun already"}
	}
	params, err := decode[initializeParams](m)
	if err != nil {
		return nil, err
	}
	s.initialized, s.client = true, params.Capabilities
	s.mu.Lock()
	defer s.mu.Unlock()
	folders := params.WorkspaceFolders
	if len(folders) == 0 && params.RootURI != "" {
		folders = []named{{URI: params.RootURI}}
	}
	for _, f := range folders {
		if name, ok := pathOf(f.URI); ok {
			s.roots = append(s.roots, name)
		}
	}
	if len(folders) == 0 {
		if dir, err := filepath.Abs(cmp.Or(params.RootPath, s.options.Dir)); err == nil {
			s.roots = append(s.roots, filepath.ToSlash(dir))
		}
	}
	return map[string]any{
		"capabilities": provides,
		"serverInfo":   map[string]any{"name": "rapport", "version": s.options.Version},
	}, nil
}

// provides is what the server says that it can do.
var provides = map[string]any{
	"positionEncoding":       "utf-16",
	"textDocumentSync":       map[string]any{"openClose": true, "change": 2, "save": map[string]any{}},
	"workspace":              map[string]any{"workspaceFolders": map[string]any{"supported": true, "changeNotifications": true}},
	"codeActionProvider":     map[string]any{"codeActionKinds": []string{quickFix, refactor}},
	"completionProvider":     map[string]any{"triggerCharacters": []string{":", " ", "[", "{", ",", "-", "(", "#", "/"}},
	"definitionProvider":     true,
	"documentSymbolProvider": true,
	"foldingRangeProvider":   true,
	"hoverProvider":          true,
	"inlayHintProvider":      true,
	"referencesProvider":     true,
	"renameProvider":         map[string]any{"prepareProvider": true},
}

// notification takes what the client tells.
func (s *server) notification(m *message) error {
	if !s.initialized || s.down {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch m.Method {
	case "initialized":
		s.start()
	case "textDocument/didOpen", "textDocument/didChange", "textDocument/didSave", "textDocument/didClose":
		params, err := decode[itemParams](m)
		if err != nil {
			return err
		}
		if name, ok := pathOf(params.TextDocument.URI); ok {
			s.edited(strings.TrimPrefix(m.Method, "textDocument/did"), name, &params)
		}
	case "workspace/didChangeWatchedFiles":
		params, err := decode[watchedParams](m)
		if err != nil {
			return err
		}
		for _, c := range params.Changes {
			if name, ok := pathOf(c.URI); ok {
				s.touched(name, c.Type != 2)
			}
		}
	case "workspace/didChangeWorkspaceFolders":
		params, err := decode[foldersParams](m)
		if err != nil {
			return err
		}
		s.refolder(params)
	}
	return nil
}

// start opens the workspaces that the client named, and asks it to tell of files that change.
func (s *server) start() {
	for _, dir := range s.roots {
		s.open(dir)
	}
	if s.client.Workspace.DidChangeWatchedFiles.DynamicRegistration {
		content := "**/" + s.options.Content
		s.ask("client/registerCapability", registrationParams{[]registration{{ID: "files", Method: "workspace/didChangeWatchedFiles", Options: map[string]any{
			"watchers": []any{map[string]any{"globPattern": content + "/**"}, map[string]any{"globPattern": "**/themes/**"}, map[string]any{"globPattern": "**/.git/logs/HEAD"}},
		}}}})
	}
}

// complain tells the user of what is no matter of one file.
func (s *server) complain(err error) {
	s.wire.notify("window/showMessage", map[string]any{"type": 1, "message": "rapport: " + err.Error()})
}

// ask sends a request whose answer changes nothing.
func (s *server) ask(method string, params any) {
	body, err := json.Marshal(params)
	if err != nil {
		return
	}
	s.wire.write(&message{ID: json.RawMessage(strconv.FormatInt(s.calls.Add(1), 10)), Method: method, Params: body})
}

// edited takes a change of a document. Its path is absolute.
func (s *server) edited(how, name string, params *itemParams) {
	item := params.TextDocument
	doc := s.docs[name]
	switch how {
	case "Open":
		doc = newDocument(item.URI, item.Version, item.Text)
	case "Change":
		if doc == nil {
			return
		}
		for _, c := range params.ContentChanges {
			doc = doc.edit(c.Range, item.Version, c.Text)
		}
	case "Close":
		delete(s.docs, name)
	}
	if how != "Close" && doc != nil {
		s.docs[name] = doc
	}
	f, file := s.folderOf(name)
	if f == nil && how == "Open" {
		if s.open(path.Dir(name)) != nil {
			f, file = s.folderOf(name)
		}
	}
	if f != nil {
		f.edited(file, s.docs[name], how == "Save")
	}
}

// touched takes a change of a file that the client tells of.
func (s *server) touched(name string, listing bool) {
	if f, file := s.folderOf(name); f != nil {
		f.touched(file, listing)
	}
}

// tick has every workspace look whether time changed what is true. A client that does not tell of files that others
// changed may have some by now.
func (s *server) tick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.folders {
		f.passed(!s.client.Workspace.DidChangeWatchedFiles.DynamicRegistration)
	}
}

// folderOf returns the workspace in which a file stands, and its path there. There is none for a file that is
// neither content nor of a theme.
func (s *server) folderOf(name string) (*folder, string) {
	for dir := name; ; {
		above := path.Dir(dir)
		if above == dir {
			return nil, ""
		}
		dir = above
		if f := s.folders[dir]; f != nil {
			file := strings.TrimPrefix(strings.TrimPrefix(name, dir), "/")
			if f.has(file) {
				return f, file
			}
			return nil, ""
		}
	}
}

// open opens the workspace that holds a folder; nil for none.
func (s *server) open(dir string) *folder {
	found := filepath.ToSlash(filepath.Clean(source.Find(filepath.FromSlash(dir), s.options.Content)))
	if f := s.folders[found]; f != nil {
		return f
	}
	f, err := openFolder(s, found)
	if err != nil {
		fmt.Fprintf(s.options.Log, "%s: %v\n", found, err)
		return nil
	}
	s.folders[found] = f
	for name, doc := range s.docs {
		if of, file := s.folderOf(name); of == f {
			f.edited(file, doc, false)
		}
	}
	f.start()
	return f
}

// refolder opens the workspaces of folders that came, and closes those of folders that went.
func (s *server) refolder(params foldersParams) {
	for _, gone := range params.Event.Removed {
		name, _ := pathOf(gone.URI)
		for dir, f := range s.folders {
			if dir == name || strings.HasPrefix(dir, name+"/") {
				f.close()
				f.withdraw()
				delete(s.folders, dir)
			}
		}
	}
	for _, come := range params.Event.Added {
		if name, ok := pathOf(come.URI); ok {
			s.open(name)
		}
	}
}
