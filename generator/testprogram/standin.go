package testprogram

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"
)

// Variables of the environment that a stand-in for Chromium looks at: how it behaves, and
// a folder that gets a file each time it is asked for a PDF.
const (
	StandIn = "STAND_IN_CHROMIUM"
	Tally   = "STAND_IN_TALLY"
)

// Chromium's version, where a stand-in is not told to say something else.
const standInVersion = "Chromium 148.0.1.2"

// StandInChromium does what Chromium does with these arguments, in no time: the PDF of a
// page is its text. Where the page is difficult it behaves as StandIn says: it crashes, always or once, writes
// nothing, writes half, or hangs; and says another version where that has a number.
func StandInChromium(args []string) (status int) {
	how := os.Getenv(StandIn)
	if len(args) == 1 && args[0] == "--version" {
		if !strings.HasPrefix(how, "version ") {
			how = standInVersion
		}
		fmt.Println(how)
		return 0
	}
	if folder := os.Getenv(Tally); folder != "" {
		os.CreateTemp(folder, "")
	}
	address, err := url.Parse(args[len(args)-1])
	if err != nil {
		panic(err)
	}
	page, err := os.ReadFile(address.Path)
	if err != nil {
		panic(err)
	}
	body := fmt.Sprintf("%%PDF-1.4\n1 0 obj\n<</Creator (Mozilla/5.0 \\(X11\\))\n/CreationDate (D:%[1]s+00'00')\n/ModDate (D:%[1]s+00'00')>>\nendobj\n%%%[2]s\ntrailer\n<</Info 1 0 R>>\n%%%%EOF\n",
		time.Now().Format("20060102150405"), page)
	if strings.Contains(string(page), "difficult") {
		switch how {
		case "crashes":
			fmt.Fprint(os.Stderr, "ERROR:dbus/bus.cc no bus\nreceived signal 11\n\n")
			return 139
		case "crashes once":
			if started, err := os.ReadDir(os.Getenv(Tally)); err != nil || len(started) == 1 {
				return 139
			}
		case "writes nothing":
			return 0
		case "writes half":
			body = body[:len(body)/2]
		case "hangs":
			time.Sleep(time.Hour)
		}
	}
	for _, a := range args {
		if to, ok := strings.CutPrefix(a, "--print-to-pdf="); ok {
			if err := os.WriteFile(to, []byte(body), 0o644); err != nil {
				panic(err)
			}
		}
	}
	return 0
}
