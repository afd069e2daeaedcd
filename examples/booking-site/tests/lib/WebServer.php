<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite\Tests;

use RuntimeException;

/** nginx and PHP-FPM for the site's public folder, configured as described in docs/booking-site.md. */
final class WebServer
{
    public readonly string $url;
    public Program $fpm;
    public Program $nginx;
    private string $listen;

    /**
     * @param string $folder for configuration, sockets and logs; the caller removes it
     * @param array<string, string> $environment the site's; SITE_URL is added
     */
    public function __construct(private string $folder, private array $environment)
    {
        // nginx cannot choose a free port.
        $this->listen = (string) stream_socket_get_name(stream_socket_server('tcp://' . self::ownAddress() . ':0'), false);
        $this->url = "http://$this->listen";
        mkdir("$folder/sessions");
        file_put_contents("$folder/fpm.conf", $this->fpmSettings());
        file_put_contents("$folder/nginx.conf", $this->nginxSettings());
        $this->startFpm();
        $this->startNginx();
        await(fn (): bool => Http::get("$this->url/callback.php")->status === 403, 'the endpoint responds');
    }

    /** Returns a loopback address that nothing else uses, so that its ports stay free while a server restarts. */
    public static function ownAddress(): string
    {
        return sprintf('127.%d.%d.%d', random_int(1, 254), random_int(0, 255), random_int(1, 254));
    }

    public function startFpm(): void
    {
        $binaries = glob('/usr/sbin/php-fpm8*') ?: throw new RuntimeException('PHP-FPM is missing');
        $asRoot = posix_getuid() === 0 ? ['-R'] : [];
        $command = [end($binaries), ...$asRoot, '-F', '-y', "$this->folder/fpm.conf", ...providerOptions()];
        await(function () use ($command): bool {
            $this->fpm = new Program($command, ['SITE_URL' => $this->url] + $this->environment, SIGTERM);
            $match = $this->fpm->awaitOutput('/ready to handle connections|Another FPM instance/');
            return $match[0] === 'ready to handle connections';     // otherwise the processes of a killed server are still running
        }, 'PHP-FPM starts');
    }

    public function startNginx(): void
    {
        $this->nginx = new Program(['/usr/sbin/nginx', '-p', $this->folder, '-c', "$this->folder/nginx.conf", '-e', "$this->folder/nginx.log"], [], SIGTERM);
        await(fn (): bool => Http::get($this->url . '/icon.svg')->status === 200, 'nginx responds');
    }

    private function fpmSettings(): string
    {
        $owner = posix_getuid() === 0 ? "user = root\ngroup = root" : '';
        return <<<INI
            [global]
            error_log = /dev/stderr
            [site]
            $owner
            listen = $this->folder/fpm.sock
            pm = static
            pm.max_children = 8
            clear_env = no
            php_admin_value[error_log] = $this->folder/php.log
            php_admin_value[session.save_path] = $this->folder/sessions
            INI;
    }

    private function nginxSettings(): string
    {
        $user = posix_getuid() === 0 ? 'user root;' : '';
        $public = Site::folder() . '/public';
        $php = <<<CONF
            include /etc/nginx/fastcgi_params;
                        fastcgi_pass php;
                        fastcgi_keep_conn on;
            CONF;
        return <<<CONF
            $user
            daemon off;
            worker_processes 1;
            pid $this->folder/nginx.pid;
            events { worker_connections 256; }
            http {
                access_log off;         # the callback URL contains the token
                client_body_temp_path $this->folder/body;
                fastcgi_temp_path $this->folder/fastcgi;
                proxy_temp_path $this->folder/proxy;
                uwsgi_temp_path $this->folder/uwsgi;
                scgi_temp_path $this->folder/scgi;
                keepalive_requests 1000000;
                upstream php { server unix:$this->folder/fpm.sock; keepalive 8; }
                server {
                    listen $this->listen;
                    root $public;
                    location = /callback.php {
                        error_log $this->folder/nginx.log emerg;
                        client_max_body_size 1m;
                        $php
                        fastcgi_param SCRIPT_FILENAME \$document_root/callback.php;
                    }
                    location / { try_files \$uri /index.php\$is_args\$args; }
                    location = /index.php {
                        $php
                        fastcgi_param SCRIPT_FILENAME \$document_root/index.php;
                    }
                }
            }
            CONF;
    }
}
