//go:build slow

package testprogram

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// Headless starts Chromium without a window, or skips the test where there is none. It asks the network nothing by itself,
// and draws letters where every build of it would.
func Headless(t testing.TB) []chromedp.ExecAllocatorOption {
	t.Helper()
	return append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(Chromium(t).Path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("font-render-hinting", "none"),
		chromedp.Flag("force-prefers-reduced-motion", true)) // a fade that is cut short complains
}
