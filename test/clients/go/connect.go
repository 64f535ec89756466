// Reads what was kept in a server with the line that is to be copied for Go, given in the environment.
package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/smtp"
	"net/url"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	_ "github.com/go-sql-driver/mysql"
	"github.com/gomodule/redigo/redis"
	_ "github.com/lib/pq"
	amqp "github.com/rabbitmq/amqp091-go"
)

func database(driver, line string) (kept string, err error) {
	db, err := sql.Open(driver, line)
	if err != nil {
		return "", err
	}
	defer db.Close()
	err = db.QueryRow("select line from kept").Scan(&kept)
	return kept, err
}

func cache(line string) (string, error) {
	connection, err := redis.DialURL(line)
	if err != nil {
		return "", err
	}
	defer connection.Close()
	return redis.String(connection.Do("GET", "kept"))
}

func queue(line string) (string, error) {
	connection, err := amqp.Dial(line)
	if err != nil {
		return "", err
	}
	defer connection.Close()
	channel, err := connection.Channel()
	if err != nil {
		return "", err
	}
	message, found, err := channel.Get("kept", false)
	if err != nil || !found {
		return "", errors.Join(err, errors.New("nothing in the queue"))
	}
	// For whoever reads it next.
	return string(message.Body), message.Nack(false, true)
}

func mail(line string) (string, error) {
	server, err := url.Parse(line)
	if err != nil {
		return "", err
	}
	text := []byte("Subject: from Go\r\n\r\nHello\r\n")
	return "sent", smtp.SendMail(server.Host, nil, "go@example.com", []string{"team@example.com"}, text)
}

// The SDK finds the address, the keys and the region in the environment by itself.
func bucket() (string, error) {
	settings, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		return "", err
	}
	client := s3.NewFromConfig(settings, func(options *s3.Options) { options.UsePathStyle = true })
	object, err := client.GetObject(context.Background(), &s3.GetObjectInput{
		Bucket: aws.String(os.Getenv("S3_BUCKET")), Key: aws.String("kept"),
	})
	if err != nil {
		return "", err
	}
	defer object.Body.Close()
	kept, err := io.ReadAll(object.Body)
	return string(kept), err
}

func read() (string, error) {
	ways := map[string]func(string) (string, error){
		"DATABASE_DSN":        func(line string) (string, error) { return database("mysql", line) },
		"DATABASE_URL":        func(line string) (string, error) { return database("postgres", line) },
		"REDIS_URL":           cache,
		"AMQP_URL":            queue,
		"SMTP_URL":            mail,
		"AWS_ENDPOINT_URL_S3": func(string) (string, error) { return bucket() },
	}
	for name, way := range ways {
		if line, given := os.LookupEnv(name); given {
			return way(line)
		}
	}
	return "", errors.New("no line in the environment")
}

func main() {
	kept, err := read()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(kept)
}
