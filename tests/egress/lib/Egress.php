<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

require_once __DIR__ . '/../../lib/await.inc';

/**
 * One of the egress proxies of examples/egress, in a folder of its own. Its configuration is the one that we publish: only
 * paths, the address of the service, its CA and some times are replaced, and each replacement must find its text. It ends
 * with the object.
 */
final class Egress
{
    public const HOST = 'service.test';
    private const PUBLISHED_HOST = 'service.pcibooking.net';
    private const FOLDER = __DIR__ . '/../../../examples/egress';
    private const FILES = ['nginx' => 'nginx.conf', 'haproxy' => 'haproxy.cfg'];
    /** A second is enough for a relay on this machine; a silent service must not cost the tests a minute. */
    private const TIMES = [
        'nginx' => ['proxy_read_timeout 75s' => 'proxy_read_timeout 4s'],
        'haproxy' => ['timeout server 75s' => 'timeout server 4s'],
    ];

    public readonly string $folder;
    public readonly string $socket;
    /** @var ?resource */
    private mixed $process = null;
    private readonly string $configuration;

    /**
     * @param 'nginx'|'haproxy' $program
     * @param string $service the host and port that stand in for the service
     * @param array<string, string> $changes of the configuration: a text of it, and what replaces the text
     */
    public function __construct(public readonly string $program, string $service, ?string $caFile, array $changes = [])
    {
        $this->folder = sys_get_temp_dir() . '/cotp-egress-' . bin2hex(random_bytes(8));
        $this->socket = "$this->folder/egress.sock";
        $this->configuration = "$this->folder/" . self::FILES[$program];
        mkdir($this->folder, 0755);
        $text = file_get_contents(self::FOLDER . '/' . self::FILES[$program]);
        foreach ($changes + $this->replacements($service, $caFile) as $from => $to) {
            str_contains($text, $from) or throw new LogicException("$program's configuration has no \"$from\"");
            $text = str_replace($from, $to, $text);
        }
        file_put_contents($this->configuration, $text);
        register_shutdown_function(static function (WeakReference $egress): void {
            $egress->get()?->stop();        // a fatal error does not call destructors
        }, WeakReference::create($this));
        $this->start();
    }

    public function __destruct()
    {
        $this->stop();
    }

    private function stop(): void
    {
        if ($this->process === null) {
            return;
        }
        $this->signal(SIGKILL);
        $this->reap();
        foreach (glob("$this->folder/*") as $entry) {
            is_dir($entry) ? rmdir($entry) : unlink($entry);
        }
        rmdir($this->folder);
    }

    /** The base URI with which a client reaches the service through this proxy. */
    public function base(): string
    {
        return 'http://' . self::HOST . '/api';
    }

    public function start(): void
    {
        @unlink($this->socket); // as the unit does: after SIGKILL, nginx does not replace its socket
        $command = match ($this->program) {
            'nginx' => ['/usr/sbin/nginx', '-p', $this->folder, '-c', $this->configuration, '-e', "$this->folder/error.log", '-g', 'daemon off;'],
            'haproxy' => ['/usr/sbin/haproxy', '-W', '-f', $this->configuration],
        };
        $output = ['file', "$this->folder/output", 'a'];
        $this->process = proc_open(['setsid', ...$command], [['file', '/dev/null', 'r'], $output, $output], $pipes)
            ?: throw new RuntimeException("cannot start $this->program");
        await("$this->program accepts connections", function (): bool {
            proc_get_status($this->process)['running'] or throw new RuntimeException("$this->program ended: " . $this->log('output'));
            return @stream_socket_client("unix://$this->socket") !== false;
        });
    }

    /** Reads the configuration again, without losing a request. */
    public function reload(): void
    {
        $this->signal($this->program === 'nginx' ? SIGHUP : SIGUSR2, onlyMaster: true);
    }

    /** Kills all of its processes at once, and starts it again. */
    public function killAndStart(): void
    {
        $this->signal(SIGKILL);
        $this->reap();
        $this->start();
    }

    /** Everything that it has written to its logs. */
    public function logs(): string
    {
        return implode('', array_map($this->log(...), ['error.log', 'access.log', 'output']));
    }

    /** @return array<string, string> */
    private function replacements(string $service, ?string $caFile): array
    {
        $isRoot = posix_geteuid() === 0;
        $common = [
            self::PUBLISHED_HOST . ':443' => $service,
            self::PUBLISHED_HOST => self::HOST,
            '/etc/ssl/certs/ca-certificates.crt' => $caFile ?? '/etc/ssl/certs/ca-certificates.crt',
            '/run/cotp' => $this->folder,
        ] + self::TIMES[$this->program];
        return $common + match ($this->program) {
            'nginx' => ['/var/log/cotp' => $this->folder] + ($isRoot ? [] : ['user www-data;' => '']),
            'haproxy' => $isRoot ? [] : ["    user haproxy\n    group haproxy\n" => ''],
        };
    }

    private function signal(int $signal, bool $onlyMaster = false): void
    {
        // setsid becomes the program, so that its number is that of the process group.
        $process = proc_get_status($this->process)['pid'];
        posix_kill($onlyMaster ? $process : -$process, $signal);
    }

    private function reap(): void
    {
        proc_close($this->process);
        $this->process = null;
    }

    private function log(string $name): string
    {
        return (string) @file_get_contents("$this->folder/$name");
    }
}
