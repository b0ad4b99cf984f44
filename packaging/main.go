// Command packaging makes of a release's archives what goreleaser does not make: packages for npm, and a container image
// without a container program. It also does for this machine alone what goreleaser does by the same .goreleaser.yaml, in
// seconds. .ci/release and .github/workflows/release.yml run it.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

const usage = `packaging short DIST                                              this machine's archive, as .goreleaser.yaml says
packaging npm   DIST VERSION SCOPE https://github.com/OWNER/NAME  packages for npm, of all archives in DIST, into DIST/npm
packaging image DIST VERSION https://github.com/OWNER/NAME        an OCI image of all archives for Linux in DIST, as DIST/image
packaging verify DIST VERSION https://github.com/OWNER/NAME       whether all is there, and what tells of it is true`

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "packaging:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("packaging", flag.ContinueOnError)
	flags.Usage = func() { fmt.Fprintln(flags.Output(), usage) }
	if err := flags.Parse(args); err != nil {
		return err
	}
	switch args = flags.Args(); {
	case len(args) == 2 && args[0] == "short":
		version, err := short(args[1])
		if err == nil {
			_, err = fmt.Fprintln(out, version)
		}
		return err
	case len(args) == 5 && args[0] == "npm":
		return npm(args[1], args[2], args[3], args[4])
	case len(args) == 4 && args[0] == "image":
		return image(args[1], args[2], args[3])
	case len(args) == 4 && args[0] == "verify":
		return verify(args[1], args[2], args[3])
	}
	return errors.New("what is to be made?\n" + usage)
}
