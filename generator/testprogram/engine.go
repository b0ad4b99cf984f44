//go:build slow

package testprogram

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/websocket"
)

// An Engine is a browser, whoever made it, as far as tests ask each the same.
type Engine interface {
	Open(url string) error                  // and wait until all of the page is there
	Evaluate(script string) (string, error) // an expression on the page; a promise is waited for
	Close()
}

// Engines starts the browsers beside Chromium that tests try, by their names. They run in profiles
// that nobody used before.
var Engines = map[string]func(testing.TB) Engine{"firefox": startFirefox, "webkit": startWebKit}

// Await waits until an expression holds on the page of a browser.
func Await(t testing.TB, e Engine, what, script string) {
	t.Helper()
	var last string
	var err error
	for began := time.Now(); time.Since(began) < patience; time.Sleep(50 * time.Millisecond) {
		// While a page goes and another comes there is nobody to answer.
		if last, err = e.Evaluate("Promise.resolve(" + script + ").then(Boolean)"); err == nil && last == "true" {
			return
		}
	}
	at, _ := e.Evaluate(`location.href + " shows: " + document.body.innerText.slice(0, 400)`)
	t.Fatalf("%s did not come (%v); %s", what, err, at)
}

// patience is how long a browser has for anything. Firefox needs half a minute to begin where all else is busy.
const patience = 90 * time.Second

// missingEngine skips a test, under CI too: Chromium is what everything is tried in.
func missingEngine(t testing.TB, program, debian string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("%s is not installed; install it (Debian: apt-get install --no-install-recommends %s)", program, debian)
	}
	return path
}

// start starts a program that ends with the test.
func start(t testing.TB, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
}

// tempDir is for what a browser writes, whose children outlive it by a moment.
func tempDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "rapport-browser-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// appears waits until a file says what is looked for.
func appears(t testing.TB, file string, sought *regexp.Regexp) string {
	t.Helper()
	for began := time.Now(); time.Since(began) < patience; time.Sleep(20 * time.Millisecond) {
		text, _ := os.ReadFile(file)
		if found := sought.FindSubmatch(text); found != nil {
			return string(found[1])
		}
	}
	text, _ := os.ReadFile(file)
	t.Fatalf("%s never says %s: %s", filepath.Base(file), sought, text)
	return ""
}

// A firefox speaks WebDriver BiDi (w3.org/TR/webdriver-bidi), which Firefox does without a driver.
type firefox struct {
	conn    *websocket.Conn
	context string // the tab
	id      int
}

func startFirefox(t testing.TB) Engine {
	t.Helper()
	program := missingEngine(t, "firefox-esr", "firefox-esr")
	dir := tempDir(t)
	told, err := os.Create(filepath.Join(dir, "told"))
	if err != nil {
		t.Fatal(err)
	}
	defer told.Close()
	profile := filepath.Join(dir, "profile")
	if err := os.Mkdir(profile, 0o755); err != nil {
		t.Fatal(err)
	}
	const origin = "http://localhost"
	cmd := exec.Command(program, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0", "--remote-allow-origins", origin, "about:blank")
	cmd.Stdout, cmd.Stderr = told, told
	cmd.Env = append(os.Environ(), "HOME="+dir, "MOZ_DISABLE_CONTENT_SANDBOX=1") // as in containers
	start(t, cmd)
	address := appears(t, told.Name(), regexp.MustCompile(`BiDi listening on (ws://\S+)`))
	conn, err := websocket.Dial(address+"/session", "", origin)
	if err != nil {
		t.Fatal(err)
	}
	f := &firefox{conn: conn}
	t.Cleanup(f.Close)
	var tree struct {
		Contexts []struct{ Context string }
	}
	_, err = f.call("session.new", map[string]any{"capabilities": map[string]any{}}, nil)
	if err == nil {
		_, err = f.call("browsingContext.getTree", map[string]any{}, &tree)
	}
	if err != nil || len(tree.Contexts) == 0 {
		t.Fatal("Firefox has no tab: ", err)
	}
	f.context = tree.Contexts[0].Context
	return f
}

func (f *firefox) call(method string, params, result any) (json.RawMessage, error) {
	f.id++
	f.conn.SetDeadline(time.Now().Add(patience))
	if err := websocket.JSON.Send(f.conn, map[string]any{"id": f.id, "method": method, "params": params}); err != nil {
		return nil, err
	}
	for {
		var answer struct {
			ID      int
			Type    string
			Error   string
			Message string
			Result  json.RawMessage
		}
		switch err := websocket.JSON.Receive(f.conn, &answer); {
		case err != nil:
			return nil, err
		case answer.ID != f.id:
			continue // an event
		case answer.Type != "success":
			return nil, fmt.Errorf("%s: %s: %s", method, answer.Error, answer.Message)
		case result != nil:
			return answer.Result, json.Unmarshal(answer.Result, result)
		}
		return answer.Result, nil
	}
}

func (f *firefox) Open(url string) error {
	_, err := f.call("browsingContext.navigate", map[string]any{"context": f.context, "url": url, "wait": "complete"}, nil)
	return err
}

func (f *firefox) Evaluate(script string) (string, error) {
	var answer struct {
		Type             string
		Result           struct{ Value string }
		ExceptionDetails struct{ Text string }
	}
	_, err := f.call("script.evaluate", map[string]any{
		"expression": "Promise.resolve(" + script + ").then(String)", "awaitPromise": true,
		"target": map[string]any{"context": f.context},
	}, &answer)
	if err == nil && answer.Type != "success" {
		err = errors.New(answer.ExceptionDetails.Text)
	}
	return answer.Result.Value, err
}

func (f *firefox) Close() {
	f.call("browser.close", map[string]any{}, nil) // else it is killed
	f.conn.Close()
}

// A webKit speaks WebDriver (w3.org/TR/webdriver2) through WebKitGTK's driver.
type webKit struct {
	session string // its address
	client  http.Client
}

func startWebKit(t testing.TB) Engine {
	t.Helper()
	driver := missingEngine(t, "WebKitWebDriver", "webkit2gtk-driver")
	screen := missingEngine(t, "Xvfb", "xvfb")
	dir := tempDir(t)
	number, err := os.Create(filepath.Join(dir, "screen"))
	if err != nil {
		t.Fatal(err)
	}
	defer number.Close()
	cmd := exec.Command(screen, "-displayfd", "3", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{number}
	start(t, cmd)
	display := appears(t, number.Name(), regexp.MustCompile(`(\d+)\n`))

	port := freePort(t)
	cmd = exec.Command(driver, "--host=127.0.0.1", "--port="+strconv.Itoa(port))
	cmd.Env = append(os.Environ(), "DISPLAY=:"+display, "HOME="+dir, "XDG_RUNTIME_DIR="+dir, "GDK_BACKEND=x11", "LIBGL_ALWAYS_SOFTWARE=1")
	start(t, cmd)
	w := &webKit{client: http.Client{Timeout: patience}}
	var session struct{ SessionID string }
	for began := time.Now(); time.Since(began) < patience; time.Sleep(50 * time.Millisecond) {
		err = w.call(http.MethodPost, fmt.Sprintf("http://127.0.0.1:%d/session", port), map[string]any{
			"capabilities": map[string]any{"alwaysMatch": map[string]any{"pageLoadStrategy": "normal"}},
		}, &session)
		if err == nil || !errors.Is(err, errNoAnswer) {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	w.session = fmt.Sprintf("http://127.0.0.1:%d/session/%s", port, session.SessionID)
	t.Cleanup(w.Close)
	return w
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

var errNoAnswer = errors.New("the driver does not answer")

func (w *webKit) call(method, address string, params, result any) error {
	body, err := json.Marshal(params)
	if err != nil {
		return err
	}
	request, err := http.NewRequest(method, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	response, err := w.client.Do(request)
	if err != nil {
		return fmt.Errorf("%w: %w", errNoAnswer, err)
	}
	defer response.Body.Close()
	var answer struct{ Value json.RawMessage }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", strings.TrimPrefix(address, w.session), answer.Value)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(answer.Value, result)
}

func (w *webKit) Open(url string) error {
	return w.call(http.MethodPost, w.session+"/url", map[string]any{"url": url}, nil)
}

func (w *webKit) Evaluate(script string) (text string, err error) {
	var answer []string
	err = w.call(http.MethodPost, w.session+"/execute/async", map[string]any{
		"script": "const done = arguments[0]; (async () => String(await (" + script + ")))().then((v) => done([v, \"\"]), (e) => done([\"\", String(e)]))",
		"args":   []any{},
	}, &answer)
	if err == nil && answer[1] != "" {
		err = errors.New(answer[1])
	}
	if len(answer) > 0 {
		text = answer[0]
	}
	return text, err
}

func (w *webKit) Close() { w.call(http.MethodDelete, w.session, nil, nil) }
