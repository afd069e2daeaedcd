<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests\lib;

use RuntimeException;

/** A server program on a free port: the sandbox, or the site. It ends with the object. */
final class Program
{
    /** @var resource */
    private $process;
    public readonly string $url;

    /**
     * @param list<string> $command
     * @param array<string, string> $environment
     */
    public function __construct(array $command, array $environment = [])
    {
        $file = Engine::folder() . '/program-' . bin2hex(random_bytes(4)) . '.log';
        $command = ['setpriv', '--pdeathsig=TERM', ...$command];
        $process = proc_open($command, [['file', '/dev/null', 'r'], ['file', $file, 'a'], ['file', $file, 'a']], $pipes, null, $environment + getenv());
        $this->process = is_resource($process) ? $process : throw new RuntimeException("cannot start $command[2]");
        $this->url = Wait::until(function () use ($file): ?string {
            if (preg_match('~(http://127\.0\.0\.1:\d+)\S*\)? ?(?:started)?$~m', (string) file_get_contents($file), $match) === 1) {
                return $match[1];
            }
            return proc_get_status($this->process)['running'] ? null : throw new RuntimeException('The program ended: ' . file_get_contents($file));
        }, 'the program prints its address');
    }

    public function __destruct()
    {
        proc_terminate($this->process, SIGTERM);
        proc_close($this->process);
    }
}
