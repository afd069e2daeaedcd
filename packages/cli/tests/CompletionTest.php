<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Tests\Support\Command;
use CotpCli\Tests\Support\LedgerTestCase;
use CotpCli\Tests\Support\TerminalCommand;
use PDO;
use PHPUnit\Framework\Attributes\TestWith;

/** Bash, zsh and fish complete words of the command, set up as the README says. "<TAB>" is the key. */
final class CompletionTest extends LedgerTestCase
{
    /** A command that completes as cotp does, and only shows how it was called. */
    private const PROGRAM = <<<'SH'
        #!/bin/sh
        case $1 in
        completion | _complete) exec %s "$@" ;;
        *) echo "RAN: $*" ;;
        esac
        SH;

    protected function setUp(): void
    {
        parent::setUp();
        $this->loseResponse('hotel:booking-1');
        file_put_contents("{$this->folder->path}/profiles.json", (string) json_encode(['staging' => ['baseUri' => 'https://service-pilot.pcibooking.net/api'], 'live' => ['baseUri' => 'https://service.pcibooking.net/api']]));
        mkdir("{$this->folder->path}/bin");
        $provider = (string) getenv('COTP_EXTENSION');
        $php = escapeshellarg(PHP_BINARY) . ($provider === '' ? '' : ' -d ' . escapeshellarg((str_ends_with($provider, '.php') ? 'auto_prepend_file=' : 'extension=') . $provider));
        file_put_contents("{$this->folder->path}/bin/cotp", sprintf(self::PROGRAM, "$php " . escapeshellarg(dirname(__DIR__) . '/bin/cotp')));
        chmod("{$this->folder->path}/bin/cotp", 0755);
        touch("{$this->folder->path}/form-of-booking.json");
    }

    #[TestWith(['cotp sho<TAB>--profile sta<TAB>--js<TAB>', 'show --profile staging --json'])]
    #[TestWith(['cotp ledg<TAB>rec<TAB>hot<TAB>--asked<TAB>now', 'ledger reconcile hotel:booking-1 --asked-at now'])]
    #[TestWith(['cotp callback trig<TAB>booking-1 id --status MessageS<TAB>', 'callback trigger booking-1 id --status MessageSent'])]
    #[TestWith(['cotp send booking-1 --form form-<TAB>', 'send booking-1 --form form-of-booking.json'])]
    public function testBashCompletes(string $keys, string $expected): void
    {
        $setUp = self::readme('bash');
        self::assertSame($expected, $this->typed('bash --norc --noprofile -i', ". /usr/share/bash-completion/bash_completion; bind 'set enable-bracketed-paste off'; $setUp; cd {$this->folder->path}", $keys));
    }

    #[TestWith(['cotp sho<TAB>--profile sta<TAB>--js<TAB>', 'show --profile staging --json'])]
    #[TestWith(['cotp ledg<TAB>rec<TAB>hot<TAB>--asked<TAB>now', 'ledger reconcile hotel:booking-1 --asked-at now'])]
    public function testZshCompletes(string $keys, string $expected): void
    {
        $setUp = self::readme('zsh');
        self::assertSame($expected, $this->typed('zsh -f -i', "autoload -Uz compinit; compinit -u -D; $setUp", $keys));
    }

    /** @param list<string> $expected */
    #[TestWith(['cotp sho', ['show']])]
    #[TestWith(['cotp ledger re', ['reconcile', 'remind']])]
    #[TestWith(['cotp ledger reconcile ', ['hotel:booking-1']])]
    #[TestWith(['cotp ledger reconcile --not', ['--not-sent']])]
    #[TestWith(['cotp show --profile ', ['staging', 'live']])]
    public function testFishCompletes(string $line, array $expected): void
    {
        $folder = "{$this->folder->path}/fish/completions";
        mkdir($folder, recursive: true);
        $this->execute(['sh', '-c', str_replace('~/.config/fish/completions', $folder, self::readme('fish'))]);
        $shown = $this->execute(['fish', '--no-config', '-c', "source $folder/cotp.fish; complete -C " . escapeshellarg($line)]);
        self::assertEqualsCanonicalizing($expected, array_map(static fn (string $row): string => explode("\t", $row)[0], explode("\n", trim($shown))));
    }

    #[TestWith(['["profile"]'])]
    #[TestWith(['{'])]
    public function testWrongFilesSuggestNothing(string $profiles): void
    {
        file_put_contents("{$this->folder->path}/profiles.json", $profiles);
        file_put_contents($this->ledger(), 'not a database');
        self::assertSame(['', '', 0], $this->suggested('cotp', 'show', '--profile', ''));
        self::assertSame(['', '', 0], $this->suggested('cotp', 'ledger', 'reconcile', ''));
    }

    /** A shell waits for the suggestions. */
    public function testLockedLedgerSuggestsNothing(): void
    {
        $lock = new PDO("sqlite:{$this->ledger()}");
        $lock->exec('BEGIN EXCLUSIVE');
        $complete = 'timeout 30 cotp _complete --no-interaction -sbash -a1 -c3 -icotp -iledger -ireconcile; echo "exit code $?"';
        self::assertSame("\nexit code 0\n", $this->execute(['sh', '-c', $complete]));
        $lock->exec('ROLLBACK');
        self::assertStringContainsString('hotel:booking-1', $this->execute(['sh', '-c', $complete]));
    }

    /** @return array{string, string, int} */
    private function suggested(string ...$words): array
    {
        $typed = array_map(static fn (string $word): string => "-i$word", array_filter($words));
        $arguments = ['_complete', '--no-interaction', '-sbash', '-a1', '-c' . count($words) - 1, ...array_values($typed)];
        $command = (new Command($arguments, environment: $this->environment()))->finish();
        return [trim($command->result()), $command->errors(), $command->code];
    }

    /** Types keys into a shell, and returns the arguments with which the command was run. */
    private function typed(string $shell, string $setUp, string $keys): string
    {
        $session = new TerminalCommand('', $this->environment(), $shell);
        $session->type('', "PS1='ready''> '; PROMPT='ready''> '; $setUp\n");
        $session->type('ready> ', str_replace('<TAB>', "\t", $keys) . "\n");
        $session->type('RAN: ', "exit\n");
        $screen = $session->wait()[1];
        return preg_match('/^RAN: (.*?) *$/m', $screen, $match) === 1 ? $match[1] : self::fail($screen);
    }

    /** Returns the line of the README that sets up a shell. */
    private static function readme(string $shell): string
    {
        $readme = (string) file_get_contents(__DIR__ . '/../README.md');
        return preg_match("/^(.*cotp completion $shell.*?)(?: +#.*)?$/m", $readme, $match) === 1 ? $match[1] : self::fail("The README does not set up $shell.");
    }

    /** @return array<string, string> */
    private function environment(): array
    {
        return [
            'PATH' => "{$this->folder->path}/bin:" . getenv('PATH'), 'HOME' => $this->folder->path, 'PCIBOOKING_BASE_URI' => self::$sandbox->origin . '/api',
            'XDG_STATE_HOME' => "{$this->folder->path}/state", 'COTP_PROFILES' => "{$this->folder->path}/profiles.json", 'COLUMNS' => '200',
        ];
    }

    /** @param list<string> $command */
    private function execute(array $command): string
    {
        $process = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes, null, $this->environment());
        self::assertIsResource($process);
        $output = (string) stream_get_contents($pipes[1]);
        self::assertSame('', stream_get_contents($pipes[2]));
        proc_close($process);
        return $output;
    }
}
