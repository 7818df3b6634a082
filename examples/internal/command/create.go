package command

import (
	"bufio"
	"errors"
	"io"
	"os"
)

// Create makes a file of what write writes.
func Create(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(f)
	err = write(out)
	if err == nil {
		err = out.Flush()
	}
	return errors.Join(err, f.Close())
}
