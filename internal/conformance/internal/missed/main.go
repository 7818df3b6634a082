// Command missed reads a coverage profile and says, for the functions of Kubernetes that
// conformance compares with, how many of their statements ran and which lines did not.
//
//	go run ./internal/missed PROFILE [FUNCTION...]
package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// compared are the functions that are looked at, unless others are named.
var compared = []string{
	"getPhase", "generateAPIPodStatus", "mergePodStatus", "pastActiveDeadline", "ShouldEvict",
	"GenerateContainersReadyCondition", "GeneratePodReadyCondition", "GeneratePodInitializedCondition",
	"GeneratePodReadyToStartContainersCondition", "GenerateAllContainersRestartingCondition",
	"generateContainersReadyConditionForTerminalPhase", "generatePodReadyConditionForTerminalPhase",
	"isInitContainerInitialized", "HasAnyRegularContainerStarted", "ShouldAllContainersRestart", "AllContainersRestartCleanedUp",
	"ContainerShouldRestart", "FindMatchingContainerRestartRule", "AllContainersCouldRestart",
	"printPod", "ValidateContainerStateTransition", "ValidateInitContainerStateTransition", "ValidateEphemeralContainerStateTransition",
	"HumanDuration",
}

// block is a line of a profile: so many statements between two places, that ran or not.
type block struct {
	fromLine, toLine, statements int
	ran                          bool
}

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 {
		log.Fatal("usage: missed PROFILE [FUNCTION...]")
	}
	if len(os.Args) > 2 {
		compared = os.Args[2:]
	}
	files, err := read(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	for _, file := range slices.Sorted(maps.Keys(files)) {
		if err := show(file, files[file]); err != nil {
			log.Fatal(err)
		}
	}
}

// read returns the blocks of a profile by file. A block may come more than once.
func read(profile string) (map[string][]block, error) {
	in, err := os.Open(profile)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	out := map[string][]block{}
	for lines := bufio.NewScanner(in); lines.Scan(); {
		file, rest, ok := strings.Cut(lines.Text(), ".go:")
		if !ok {
			continue // the mode
		}
		var b block
		var ignored, count int
		if _, err := fmt.Sscanf(rest, "%d.%d,%d.%d %d %d", &b.fromLine, &ignored, &b.toLine, &ignored, &b.statements, &count); err != nil {
			return nil, fmt.Errorf("%s: %w", lines.Text(), err)
		}
		b.ran = count > 0
		out[file+".go"] = append(out[file+".go"], b)
	}
	return out, nil
}

// show prints what is known of the compared functions in one file.
func show(file string, blocks []block) error {
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", filepath.Dir(file)).Output()
	if err != nil {
		return err
	}
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, filepath.Join(strings.TrimSpace(string(dir)), filepath.Base(file)), nil, 0)
	if err != nil {
		return err
	}
	for _, decl := range tree.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok || !slices.Contains(compared, f.Name.Name) {
			continue
		}
		all, ran, missed := count(blocks, set.Position(f.Pos()).Line, set.Position(f.End()).Line)
		fmt.Printf("%5.1f%%  %3d of %3d  %-52s %s\n", 100*float64(ran)/float64(max(all, 1)), ran, all, f.Name.Name, file)
		for _, b := range missed {
			fmt.Printf("\t\tmissed: lines %d to %d\n", b.fromLine, b.toLine)
		}
	}
	return nil
}

// count adds up the blocks between two lines.
func count(blocks []block, from, to int) (all, ran int, missed []block) {
	for _, b := range blocks {
		if b.fromLine < from || b.toLine > to {
			continue
		}
		all += b.statements
		if b.ran {
			ran += b.statements
		} else {
			missed = append(missed, b)
		}
	}
	return all, ran, missed
}
