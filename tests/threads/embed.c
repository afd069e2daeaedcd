/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * PHP in many threads of one process. Each thread runs a script repeatedly, one request after the other.
 *
 *   embed PHP.INI SCRIPT THREADS GENERATIONS REQUESTS [ARGUMENT…]
 *
 * The threads of a generation start together and live twice: in between they free everything that PHP keeps for a
 * thread. The script receives the arguments and three numbers: of the life, of the thread, and of the request within
 * both. The output is that of the scripts, and after each generation a line with the number of open sockets.
 */
#include <sapi/embed/php_embed.h>

#include <dirent.h>
#include <pthread.h>
#include <sys/stat.h>

#ifndef ZTS
#error "this PHP has no threads"
#endif

#define LIVES         2 /* of PHP within a thread */
#define MAX_THREADS   64
#define MAX_ARGUMENTS 16

ZEND_TSRMLS_CACHE_DEFINE()

typedef struct thread_plan {
	const char *script;
	int threads;
	int generations;
	int requests;
	int argument_count;
	char **arguments;
	pthread_barrier_t start;
} thread_plan;

typedef struct php_thread {
	thread_plan *plan;
	int generation;
	int number;
	pthread_t handle;
} php_thread;

/* The arguments of a request, which must outlive it. */
typedef struct request_arguments {
	char numbers[3][16];
	char *texts[1 + MAX_ARGUMENTS + 3];
} request_arguments;

static void set_arguments(request_arguments *arguments, const thread_plan *plan, const int *numbers)
{
	int count = 0;
	arguments->texts[count++] = (char *)plan->script;
	for (int i = 0; i < plan->argument_count; i++) {
		arguments->texts[count++] = plan->arguments[i];
	}
	for (int i = 0; i < 3; i++) {
		snprintf(arguments->numbers[i], sizeof(arguments->numbers[i]), "%d", numbers[i]);
		arguments->texts[count++] = arguments->numbers[i];
	}
	SG(request_info).argc = count;
	SG(request_info).argv = arguments->texts;
}

static void run_script(const char *script)
{
	zend_first_try
	{
		zend_file_handle file;
		zend_stream_init_filename(&file, script);
		php_execute_script(&file);
		zend_destroy_file_handle(&file);
	}
	zend_end_try();
}

static void run_life(const php_thread *thread, int life)
{
	(void)ts_resource(0);
	ZEND_TSRMLS_CACHE_UPDATE();
	pthread_barrier_wait(&thread->plan->start);
	for (int request = 0; request < thread->plan->requests; request++) {
		request_arguments arguments;
		set_arguments(&arguments, thread->plan, (int[]){ life, thread->number, request });
		if (php_request_startup() == FAILURE) {
			puts("a request did not start");
			break;
		}
		run_script(thread->plan->script);
		php_request_shutdown(NULL);
	}
	ts_free_thread();
}

static void *run_thread(void *context)
{
	const php_thread *thread = context;
	for (int life = 0; life < LIVES; life++) {
		run_life(thread, thread->generation * LIVES + life);
	}
	return NULL;
}

static int open_sockets(void)
{
	int sockets = 0;
	DIR *directory = opendir("/proc/self/fd");
	for (struct dirent *entry; directory && (entry = readdir(directory));) {
		struct stat status;
		sockets += fstatat(dirfd(directory), entry->d_name, &status, 0) == 0 && S_ISSOCK(status.st_mode);
	}
	if (directory) {
		closedir(directory);
	}
	return sockets;
}

static bool run_generation(thread_plan *plan, int generation)
{
	php_thread threads[MAX_THREADS];
	for (int i = 0; i < plan->threads; i++) {
		threads[i] = (php_thread){ .plan = plan, .generation = generation, .number = i };
		if (pthread_create(&threads[i].handle, NULL, run_thread, &threads[i])) {
			return false; /* the process ends, because the other threads wait for this one */
		}
	}
	for (int i = 0; i < plan->threads; i++) {
		pthread_join(threads[i].handle, NULL);
	}
	return true;
}

static bool read_plan(thread_plan *plan, int count, char **values)
{
	if (count < 6) {
		return false;
	}
	*plan = (thread_plan){
		.script = values[2],
		.threads = atoi(values[3]),
		.generations = atoi(values[4]),
		.requests = atoi(values[5]),
		.argument_count = count - 6,
		.arguments = values + 6,
	};
	return plan->threads > 0 && plan->threads <= MAX_THREADS && plan->argument_count <= MAX_ARGUMENTS &&
		   pthread_barrier_init(&plan->start, NULL, (unsigned)plan->threads) == 0;
}

int main(int argc, char **argv)
{
	thread_plan plan;
	if (!read_plan(&plan, argc, argv)) {
		fprintf(stderr, "usage: %s PHP.INI SCRIPT THREADS GENERATIONS REQUESTS [ARGUMENT...]\n", argv[0]);
		return 2;
	}
	php_embed_module.php_ini_path_override = argv[1];
	if (php_embed_init(1, argv) == FAILURE) {
		return 1;
	}
	bool done = true;
	for (int i = 0; done && i < plan.generations; i++) {
		done = run_generation(&plan, i);
		printf("{\"sockets\":%d}\n", open_sockets());
		fflush(stdout);
	}
	php_embed_shutdown();
	pthread_barrier_destroy(&plan.start);
	return done ? 0 : 1;
}
