set.seed(3); k<-5; sizes<-c(12,30,45,22,60); g<-rep(letters[1:k],sizes)
out<-list()
rows<-NULL
for(s in 1:4){x<-rnorm(sum(sizes),mean=3+0.35*(s-1)*(as.integer(factor(g))-3)/3,sd=c(.5,.7,.6,.9,.8)[as.integer(factor(g))])
 m<-tapply(x,g,mean);v<-tapply(x,g,var)
 p<-oneway.test(x~g)$p.value
 pw<-pairwise.t.test(x,g,pool.sd=FALSE,p.adjust.method="holm")$p.value
 rows<-rbind(rows,data.frame(scale=s,group=letters[1:k],n=sizes,mean=sprintf("%.17g",m),variance=sprintf("%.17g",v),p=sprintf("%.17g",p),t(sapply(1:k,function(i) sapply(1:k,function(j) if(i==j)NA else {a<-max(i,j);b<-min(i,j);pw[a-1,b]})))))
}
names(rows)[7:11]<-paste0("pair_",letters[1:k])
write.csv(rows,"within_groups.csv",row.names=FALSE,quote=FALSE)
cat(R.version.string,"\n")
