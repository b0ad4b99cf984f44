//go:build slow

package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"rapport/generator/testprogram"
)

// What `rapport headers` writes makes real servers send all of it: nginx, Caddy and Apache, each where it is
// installed.
func TestServersSendTheHeadersThatAreWrittenForThem(t *testing.T) {
	h := &host{t: t, dir: t.TempDir()}
	if err := os.CopyFS(h.dir, os.DirFS("testdata/workspace")); err != nil {
		t.Fatal(err)
	}
	h.write("content/static/.htaccess", []byte(h.rapport("headers", "apache"))) // which Apache reads, and shows to nobody
	h.rapport("build")
	for _, server := range []struct {
		program string
		config  string // of port, the output, the headers and a folder of its own
		start   []string
	}{
		{"nginx", `daemon off; user root; pid %[4]s/pid; error_log %[4]s/errors; events {} http { include /etc/nginx/mime.types; access_log off;
client_body_temp_path %[4]s/a; proxy_temp_path %[4]s/b; fastcgi_temp_path %[4]s/c; uwsgi_temp_path %[4]s/d; scgi_temp_path %[4]s/e;
server { listen 127.0.0.1:%[1]d; root %[2]s; index index.html; %[3]s } }`, []string{"-c"}},
		{"caddy", "{\nadmin off\n}\n:%[1]d {\nroot * %[2]s\nfile_server\n%[3]s\n}\n", []string{"run", "--adapter", "caddyfile", "--config"}},
		{"apache2", `ServerRoot /usr/lib/apache2
ServerName x
User www-data
PidFile %[4]s/pid
ErrorLog %[4]s/errors
Listen 127.0.0.1:%[1]d
LoadModule mpm_event_module modules/mod_mpm_event.so
LoadModule authz_core_module modules/mod_authz_core.so
LoadModule dir_module modules/mod_dir.so
LoadModule mime_module modules/mod_mime.so
LoadModule headers_module modules/mod_headers.so
LoadModule autoindex_module modules/mod_autoindex.so
TypesConfig /etc/mime.types
DocumentRoot %[2]s
DirectoryIndex index.html
<Files ".ht*">
Require all denied
</Files>
<Directory %[2]s>
Require all granted
AllowOverride FileInfo Options
Options Indexes
</Directory>
`, []string{"-D", "FOREGROUND", "-f"}},
	} {
		t.Run(server.program, func(t *testing.T) {
			program, err := exec.LookPath(server.program)
			if server.program == "nginx" {
				program = testprogram.Find(t, "nginx", "") // .ci/run has this one
			} else if err != nil {
				t.Skipf("no %s; install it to try what is written for it", server.program)
			}
			open, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			port := open.Addr().(*net.TCPAddr).Port
			open.Close()
			own := t.TempDir()
			name := server.program
			if name == "apache2" {
				name = "apache"
			}
			config := fmt.Sprintf(server.config, port, h.path("public"), h.rapport("headers", name), own)
			file := filepath.Join(own, "config")
			if err := os.WriteFile(file, []byte(config), 0o644); err != nil {
				t.Fatal(err)
			}
			running := exec.CommandContext(t.Context(), program, append(server.start, file)...)
			running.Env = append(os.Environ(), "XDG_CONFIG_HOME="+own, "XDG_DATA_HOME="+own)
			if err := running.Start(); err != nil {
				t.Fatal(err)
			}
			defer running.Wait()
			defer running.Process.Signal(os.Interrupt)
			at := fmt.Sprintf("http://127.0.0.1:%d", port)
			for range 100 {
				if answer, err := http.Get(at + "/robots.txt"); err == nil {
					answer.Body.Close()
					break
				}
				time.Sleep(100 * time.Millisecond)
			}
			if status, out, errors := h.try("verify", at); status != statusDone {
				t.Errorf("verify ends with %d:\n%s%s", status, out, errors)
			}
		})
	}
}
