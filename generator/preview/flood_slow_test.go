//go:build linux && slow

package preview

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"rapport/generator/effort"
)

// mostOfAFlood is how much memory the preview of a small workspace may take, whatever comes.
const mostOfAFlood = 300 << 20

// A flood is what one stranger sends again and again. It returns the status of the answer, 0 for none.
type flood struct {
	name string
	send func(w *writerAt, random *rand.Rand) int
	yes  int // the status that may say yes; 0 where nobody may be answered so
}

var floods = []flood{
	{"slow headers", func(w *writerAt, _ *rand.Rand) int { return w.hold("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ") }, 0},
	{"slow bodies", func(w *writerAt, _ *rand.Rand) int {
		return w.hold("POST " + itemPath + " HTTP/1.1\r\nHost: " + w.host() + "\r\nCookie: " + w.cookie + "\r\nOrigin: " + w.url + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\na=")
	}, 0},
	{"events that nobody reads", func(w *writerAt, _ *rand.Rand) int {
		return w.hold("GET /@rapport/events?page=/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
	}, 0},
	{"huge headers", func(w *writerAt, random *rand.Rand) int {
		return w.answer("GET / HTTP/1.1\r\nHost: localhost\r\nX-Huge: ", again{"x", 1 << 20})
	}, 0},
	{"huge addresses", func(w *writerAt, random *rand.Rand) int {
		return w.answer("GET /", again{"a/", 1 << 19})
	}, 0},
	{"long addresses", func(w *writerAt, random *rand.Rand) int {
		return w.answer("GET /" + strings.Repeat("%e2%82%ac/", random.IntN(5000)) + "x?" + strings.Repeat("page=&", 1000) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
	}, 0},
	{"names of strangers", func(w *writerAt, random *rand.Rand) int {
		return w.answer(fmt.Sprintf("GET / HTTP/1.1\r\nHost: %d.evil.example\r\nConnection: close\r\n\r\n", random.Uint64()))
	}, 0},
	{"huge bodies", func(w *writerAt, random *rand.Rand) int {
		return w.answer("POST "+itemPath+" HTTP/1.1\r\nHost: "+w.host()+"\r\nCookie: "+w.cookie+"\r\nOrigin: "+w.url+"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000000\r\nConnection: close\r\n\r\n", again{"a=b&", 1_000_000})
	}, 0},
	{"forged forms", func(w *writerAt, random *rand.Rand) int {
		body := strings.Repeat("client=korenaar&step=write&", random.IntN(100))
		return w.answer(fmt.Sprintf("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", itemPath, len(body), body))
	}, 0},
	{"paths that lead out", func(w *writerAt, random *rand.Rand) int {
		parts := []string{"..", "%2e%2e", "..%2f", "korenaar", "%5c..", ".", "content", ".env", "provider.md", "@rapport", "%00", "etc/passwd"}
		path := ""
		for range 1 + random.IntN(8) {
			path += "/" + parts[random.IntN(len(parts))]
		}
		return w.answer("GET " + path + "/" + ".." + "/.env HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
	}, 0},
	{"no HTTP", func(w *writerAt, random *rand.Rand) int {
		junk := make([]byte, random.IntN(10_000))
		for i := range junk {
			junk[i] = byte(random.IntN(256))
		}
		return w.answer(string(junk) + "\r\n\r\n")
	}, 0},
	{"pages", func(w *writerAt, _ *rand.Rand) int {
		return w.answer("GET /korenaar/index.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
	}, http.StatusOK},
}

func (w *writerAt) host() string { return strings.TrimPrefix(w.url, "http://") }

// hold sends a part of a request, and waits for what comes of it.
func (w *writerAt) hold(part string) int {
	c, err := net.Dial("tcp", w.host())
	if err != nil {
		return 0
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(3 * time.Second))
	io.WriteString(c, part)
	io.Copy(io.Discard, c)
	return 0
}

// Again is a text many times over, which is never held as a whole: only the preview's memory is to be measured.
type again struct {
	text  string
	times int
}

func (a again) writeTo(to io.Writer) {
	piece := strings.Repeat(a.text, 1000)
	for range a.times / 1000 {
		if _, err := io.WriteString(to, piece); err != nil {
			return
		}
	}
	io.WriteString(to, "\r\n\r\n")
}

// answer sends a request, with what follows it, and returns the status of its answer.
func (w *writerAt) answer(request string, follows ...again) int {
	c, err := net.Dial("tcp", w.host())
	if err != nil {
		return 0
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(patience))
	go func() {
		io.WriteString(c, request)
		for _, f := range follows {
			f.writeTo(c)
		}
	}()
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return 0
	}
	defer r.Body.Close()
	io.Copy(io.Discard, r.Body)
	return r.StatusCode
}

// Floods of requests and of saves neither end the preview nor stay in it: afterwards it answers, shows the last save, and is
// as large as before.
func TestFloodsPass(t *testing.T) {
	w := writable(t)
	w.write(".env", privateText)
	w.shows("/korenaar/index.html", "</html>")
	before := runtime.NumGoroutine()
	trial := effort.NewTrial(t, 20)
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil { // the peak of memory begins anew
		t.Fatal(err)
	}
	var group sync.WaitGroup
	var mu sync.Mutex
	sent := map[string]int{}
	saved := 0
	stopping := make(chan bool)
	stop := stopping
	saving := make(chan bool)
	go func() { // thousands of saves a second
		defer close(saving)
		for ended := false; !ended || saved < 300; {
			select {
			case <-stop:
				ended, stop = true, nil
			default:
				saved++
				if err := os.WriteFile(w.path(engagementFile), fmt.Appendf(nil, "%s\nSave %d.\n", agreement, saved), 0o644); err != nil {
					t.Error(err)
				}
				time.Sleep(200 * time.Microsecond)
			}
		}
	}()
	for _, random := range trial.Rounds() {
		for _, f := range floods {
			random := rand.New(rand.NewPCG(random.Uint64(), 0))
			group.Go(func() {
				status := f.send(w, random)
				mu.Lock()
				defer mu.Unlock()
				sent[f.name]++
				if status != f.yes && status >= 200 && status < 300 {
					t.Errorf("%s are answered with %d", f.name, status)
				}
			})
		}
	}
	group.Wait()
	close(stopping)
	<-saving
	w.write(engagementFile, agreement)
	w.write("content/clients/korenaar/client.md", korenaar+"\nThe last save.\n")
	w.shows("/korenaar/index.html", "The last save.")
	peak := effort.PeakMemory(t)
	if peak > mostOfAFlood {
		t.Errorf("the preview took %d MB", peak>>20)
	}
	http.DefaultClient.CloseIdleConnections()
	w.until("nothing of it runs any more", func() bool { http.DefaultClient.CloseIdleConnections(); return runtime.NumGoroutine() <= before+3 })
	w.unchanged("floods")
	t.Logf("%d requests of each of %d kinds, %d saves, %d MB at most", sent["pages"], len(sent), saved, peak>>20)
}
