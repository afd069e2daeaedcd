<?php
/* What the tools need to play a guest and a service: processes, a browser, waiting. */
declare(strict_types=1);

const DEADLINE_SECONDS = 30;
const CARD = ['card_number' => '4111111111111111', 'expiry' => '12/39', 'security_code' => '123'];

/** A process of our own, ended with this one, and so are the processes that it starts. */
final class Server
{
    /** @var resource */
    private mixed $process;
    public readonly string $url;

    /** @param list<string> $command prints its address, "http://127.0.0.1:PORT", to $log once it serves, if it $serves anything */
    public function __construct(array $command, string $log, array $environment = [], bool $serves = true)
    {
        $files = [['file', '/dev/null', 'r'], ['file', $log, 'w'], ['file', $log, 'a']];
        // In a process group of its own, which can be ended as a whole.
        $this->process = proc_open(['setsid', ...$command], $files, $pipes, null, $environment + getenv())
            ?: throw new RuntimeException("cannot start $command[0]");
        $this->url = !$serves ? '' : await(implode(' ', $command) . ' serves', function () use ($log): ?string {
            proc_get_status($this->process)['running'] or throw new RuntimeException('it ended: ' . file_get_contents($log));
            return preg_match('~(http://127\.0\.0\.1:\d+)[) \n]~', (string) file_get_contents($log), $match) ? $match[1] : null;
        });
    }

    /** Null while it runs; then "exit" or the signal that killed it. To be asked until it is not null, and no more. */
    public function end(): ?string
    {
        $status = proc_get_status($this->process);
        return match (true) {
            $status['running'] => null,
            $status['signaled'] => "signal $status[termsig]",
            default => 'exit',
        };
    }

    public function __destruct()
    {
        $process = proc_get_status($this->process)['pid'];
        @posix_kill(-$process, SIGTERM) || @posix_kill($process, SIGTERM);
        proc_close($this->process);
    }
}

/** A guest's browser, as far as a form needs one. */
final class Browser
{
    /** @param array<string, string> $fields posted when given; @return array{int, string, string} the status, the page, the cookie */
    public static function open(string $url, array $fields = [], string $cookie = ''): array
    {
        $http = ['ignore_errors' => true, 'follow_location' => 0, 'timeout' => DEADLINE_SECONDS, 'header' => "Cookie: $cookie"];
        if ($fields) {
            $http['header'] .= "\r\nContent-Type: application/x-www-form-urlencoded";
            $http += ['method' => 'POST', 'content' => http_build_query($fields)];
        }
        $page = file_get_contents($url, false, stream_context_create(['http' => $http]));
        preg_match('~^HTTP/\S+ (\d+)~', $http_response_header[0], $status);
        preg_match('~^Set-Cookie: ([^;]+)~mi', implode("\n", $http_response_header), $set);
        return [(int) $status[1], $page, $set[1] ?? $cookie];
    }
}

function await(string $what, Closure $condition): mixed
{
    $deadline = hrtime(true) + DEADLINE_SECONDS * 1_000_000_000;
    do {
        $result = $condition();
        if ($result) {
            return $result;
        }
        usleep(20_000);
    } while (hrtime(true) < $deadline);
    throw new RuntimeException("$what: still not so after " . DEADLINE_SECONDS . ' s');
}
