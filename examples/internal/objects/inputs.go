package objects

import (
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// Stdin is the name by which standard input is asked for.
const Stdin = "-"

// Input is something to read.
type Input struct {
	// Name is the path of a file, or [Stdin].
	Name string
	// Size in bytes. Negative: not known before it is read.
	Size int64
	// Skip: the file was found in a folder and neither its name nor its
	// content looks like Kubernetes objects.
	Skip bool
}

// Open opens the input. For [Stdin] it returns stdin.
func (in Input) Open(stdin io.Reader) (io.ReadCloser, error) {
	if in.Name == Stdin {
		return io.NopCloser(stdin), nil
	}
	return os.Open(in.Name)
}

// Inputs returns what the arguments name: files as they are, folders as the
// files in them, in the order of their names. Of a folder, names that begin
// with a dot are left out. What cannot be looked at is an [*Error].
func Inputs(args []string) iter.Seq2[Input, error] {
	return func(yield func(Input, error) bool) {
		for _, arg := range args {
			if arg == Stdin {
				if !yield(Input{Name: Stdin, Size: -1}, nil) {
					return
				}
				continue
			}
			if !walk(arg, yield) {
				return
			}
		}
	}
}

// walk yields the files below root, and reports whether more are wanted.
func walk(root string, yield func(Input, error) bool) bool {
	more := true
	_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && path != root && strings.HasPrefix(entry.Name(), ".") {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if err == nil && entry.IsDir() {
			return nil
		}
		more = one(path, path == root, err, yield)
		if !more {
			return fs.SkipAll
		}
		return nil
	})
	return more
}

// one yields the file at path. err is why it cannot be looked at, or nil.
func one(path string, named bool, err error, yield func(Input, error) bool) bool {
	var info fs.FileInfo
	if err == nil {
		info, err = os.Stat(path) // follows a link, as entry.Info would not
	}
	switch {
	case err != nil:
		return yield(Input{}, &Error{File: path, Document: -1, Problem: problem(err), Err: err})
	case named && info.IsDir(): // a link to a folder: as if the folder were named
		return walk(path+string(filepath.Separator), yield)
	case named && !info.Mode().IsRegular(): // a pipe, as <(command) makes it
		return yield(Input{Name: path, Size: -1}, nil)
	case !info.Mode().IsRegular():
		return true
	default:
		return yield(Input{Name: path, Size: info.Size(), Skip: !named && !looksPromising(path)}, nil)
	}
}

// problem is err without the path, which stands before it anyway.
func problem(err error) string {
	if e, ok := err.(*fs.PathError); ok {
		return e.Err.Error()
	}
	return err.Error()
}

// looksPromising reports whether a file in a folder is worth reading: by its
// name, or else by how it begins.
func looksPromising(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".json", ".yaml", ".yml", ".ndjson", ".jsonl":
		return true
	}
	f, err := os.Open(path)
	if err != nil {
		return true // so that the error is seen
	}
	defer f.Close()
	begin, _ := io.ReadAll(io.LimitReader(f, peeked))
	return looksLikeObjects(begin)
}
